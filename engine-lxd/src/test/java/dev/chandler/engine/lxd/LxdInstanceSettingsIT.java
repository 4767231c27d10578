package dev.chandler.engine.lxd;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.InstanceSettingsContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of settings, on LXD. */
class LxdInstanceSettingsIT extends InstanceSettingsContract {

    @RegisterExtension
    final PublishedApi api = new PublishedApi(description());

    @RegisterExtension
    final NoOperationLeft operations = new NoOperationLeft(() -> LxdHttp.open(endpoint(), environment()));

    /** Which variable of the testbed names the description of the daemon's API. */
    String description() {
        return PublishedApi.LXD;
    }

    @Override
    protected EngineFactory factory() {
        return api.factory();
    }

    @Override
    protected BaseReference base() {
        return new BaseReference.Image("busybox");
    }

    /** The testbed's daemon runs beside the tests, and gives what it has itself: on some machines not all that there is. */
    @Override
    protected String privileges() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("CapBnd:"))
                    .map(line -> line.substring(line.indexOf('\t') + 1))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
