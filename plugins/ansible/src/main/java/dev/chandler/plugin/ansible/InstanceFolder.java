package dev.chandler.plugin.ansible;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.StepContext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What Ansible would keep in the instance below {@code ~/.ansible} and {@code /tmp}: a folder below {@code /dev}, which is in no image.
 *
 * <p>It has one name, and begins anew with each step; in a {@code parallel:} block each branch has its own.
 */
final class InstanceFolder {

    private final StepContext context;
    private final String path;

    InstanceFolder(StepContext context) {
        this.context = context;
        this.path = "/dev/chandler-ansible-" + context.stepId().replaceAll("[^A-Za-z0-9]+", "-");
    }

    /** Where modules may lie: all users that tasks become can make folders there. */
    String temporary() {
        return path + "/tmp";
    }

    void make() throws InterruptedException {
        asRoot("rm -rf %1$s\nmkdir %1$s\nchmod 755 %1$s\nmkdir %1$s/tmp\nchmod 1777 %1$s/tmp".formatted(path));
    }

    void remove() throws InterruptedException {
        asRoot("rm -rf " + path);
    }

    private void asRoot(String text) throws InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        OutputSink sink = (channel, chunk) -> said.writeBytes(chunk);
        int code = context.communicator()
                .run(
                        context.command(List.of("/bin/sh", "-ec", text))
                                .user("")
                                .workdir("/")
                                .build(),
                        sink)
                .exitCode();
        if (code != 0) {
            throw new ProvisionException(Problem.of(
                            "CH-ANSIBLE-006", "step \"" + context.stepId() + "\": Ansible has no room in the instance")
                    .because("exit status " + code + "\n"
                            + said.toString(StandardCharsets.UTF_8).strip())
                    .remedy("the base needs /bin/sh, rm, mkdir and chmod, and Python for all modules but `raw`"));
        }
    }
}
