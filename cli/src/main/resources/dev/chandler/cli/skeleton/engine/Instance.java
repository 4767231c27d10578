package @package@;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import java.io.InputStream;
import java.util.Optional;

/**
 * One running thing. Commands may run in it on several threads at once.
 *
 * @param name what people know it by
 */
record @Name@Instance(String name) implements Instance {

    @Override
    public CommandResult run(Command command, OutputSink output) throws InterruptedException {
        throw Unwritten.method("@Name@Instance.run");
    }

    @Override
    public void put(String directory, InputStream tar) throws InterruptedException {
        throw Unwritten.method("@Name@Instance.put");
    }

    @Override
    public Optional<InputStream> get(String path) throws InterruptedException {
        throw Unwritten.method("@Name@Instance.get");
    }

    @Override
    public void endProcesses(Optional<String> mark) throws InterruptedException {
        throw Unwritten.method("@Name@Instance.endProcesses");
    }

    @Override
    public Snapshot snapshot(Optional<Digest> key) throws InterruptedException {
        throw Unwritten.method("@Name@Instance.snapshot");
    }

    @Override
    public void keep() {
        throw Unwritten.method("@Name@Instance.keep");
    }

    @Override
    public void close() {
        throw Unwritten.method("@Name@Instance.close");
    }
}
