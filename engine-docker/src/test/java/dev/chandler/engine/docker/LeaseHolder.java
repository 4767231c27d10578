package dev.chandler.engine.docker;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.Command;
import java.util.Optional;

/** A client in a process of its own: starts an instance, runs something in it, and waits to be killed. */
final class LeaseHolder {

    private LeaseHolder() {}

    /** Arguments: the build's id, and {@code keep} to keep the instance. Says its name once it runs something. */
    public static void main(String[] arguments) throws Exception {
        Engine engine = new DockerEngineFactory()
                .connect(DockerTests.endpoint(), new ClientIdentity("0.0.0-test", arguments[0]), System.getenv());
        Base base = engine.resolve(new BaseReference.Image("busybox"));
        Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), true));
        if (arguments.length > 1) {
            instance.keep();
        }
        OutputSink sink = (channel, chunk) -> System.out.println(instance.name());
        instance.run(
                Command.of("/bin/sh", "-c", "setsid sleep 1000 & echo on; sleep 1000")
                        .build(),
                sink);
    }
}
