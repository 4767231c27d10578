package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.DataContainer;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.provision.Command;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakeToolboxTest {

    private static final Digest DIGEST = Digest.of("a toolbox");
    private static final String TARGET = "/dev/shm/chandler/tools";

    private final FakeHost host = new FakeHost();
    private final FakeEngine engine = host.connect("b1");
    private final RecordedOutput output = new RecordedOutput();

    @Test
    void aToolboxIsKeptOnce() throws InterruptedException {
        keep();

        engine.keepToolbox(DIGEST, () -> {
            throw new IOException("opened again");
        });

        assertThat(host.toolbox(DIGEST).orElseThrow().text("/sh")).hasValue("the shell");
        assertThat(engine.resources())
                .singleElement()
                .matches(each ->
                        each.kind() == Resource.Kind.TOOLBOX && each.key().equals(Optional.of(DIGEST)));
    }

    @Test
    void contentThatCannotBeReadLeavesNothing() {
        assertThatThrownBy(() -> engine.keepToolbox(DIGEST, () -> {
                    throw new IOException("no such folder");
                }))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no such folder");

        assertThat(host.resources()).isEmpty();
    }

    @Test
    void scratchRunsCommandsByTheShellOfAToolbox() throws InterruptedException {
        keep();
        try (FakeInstance instance = engine.create(scratch().withShell(TARGET + "/sh"))) {
            instance.run(Command.of(TARGET + "/sh", "-c", "echo hello").build(), output);

            assertThat(output.out()).isEqualTo("hello\n");
            assertThat(instance.run(Command.of("/bin/sh", "-c", "true").build(), output)
                            .exitCode())
                    .isEqualTo(127);
            assertThat(instance.tree().files()).isEmpty();
        }
    }

    @Test
    void withoutThatShellScratchIsRefused() throws InterruptedException {
        keep();

        assertThatThrownBy(() -> engine.create(scratch())).hasMessageContaining("no /bin/sh in scratch");
    }

    @Test
    void commandsCannotWriteToAToolbox() throws InterruptedException {
        keep();
        try (FakeInstance instance = engine.create(scratch().withShell(TARGET + "/sh"))) {
            Command command = Command.of(TARGET + "/sh", "-ec", "write " + TARGET + "/sh other")
                    .build();

            assertThat(instance.run(command, output).exitCode()).isEqualTo(1);
            assertThat(output.err()).contains("read-only");
            assertThat(host.toolbox(DIGEST).orElseThrow().text("/sh")).hasValue("the shell");
        }
    }

    @Test
    void anInstanceThatIsKeptHasTheLink() throws InterruptedException {
        keep();
        InstanceSettings settings = InstanceSettings.builder()
                .mount(new Mount.Toolbox(DIGEST, TARGET, Optional.of("/tools")))
                .build();
        InstanceSpec spec =
                new InstanceSpec(engine.resolve(new BaseReference.Image("busybox")), Optional.empty(), true, settings);
        try (FakeInstance instance = engine.create(spec)) {
            assertThat(instance.tree().file("/tools")).isEmpty();

            instance.keep();

            assertThat(instance.tree().text("/tools/sh")).hasValue("the shell");
        }
    }

    @Test
    void aToolboxIsRemovedOnlyWhenNobodyUsesIt() throws InterruptedException {
        keep();
        Resource toolbox = engine.resources().get(0);
        try (FakeInstance instance = engine.create(scratch().withShell(TARGET + "/sh"))) {
            assertThat(engine.remove(toolbox)).as("beside %s", instance.name()).isFalse();
        }

        assertThat(engine.remove(toolbox)).isTrue();
        assertThat(host.resources()).isEmpty();
    }

    @Test
    void aToolboxThatIsNotThereIsNotMounted() {
        assertThatThrownBy(() -> engine.create(scratch())).hasMessageContaining("toolbox " + DIGEST.shortHex());
    }

    @Test
    void aDataContainerHasVolumesAndFiles() throws InterruptedException {
        host.dataContainer("tools", new FakeTree().put("/data/sh", "the shell"), List.of("/more", "/data"));

        DataContainer found = engine.dataContainer("tools").orElseThrow();

        assertThat(found.volumes()).containsExactly("/data", "/more");
        assertThat(TarFiles.read(found.get("/data").orElseThrow())).containsOnlyKeys("data", "data/sh");
        assertThat(found.get("/nothing")).isEmpty();
        assertThat(engine.dataContainer("other")).isEmpty();
    }

    private void keep() throws InterruptedException {
        engine.keepToolbox(DIGEST, () -> new TarFiles().file("sh", 0755, 0, "the shell").stream());
    }

    private InstanceSpec scratch() throws InterruptedException {
        return new InstanceSpec(
                engine.resolve(new BaseReference.Scratch()),
                Optional.empty(),
                true,
                InstanceSettings.builder()
                        .mount(new Mount.Toolbox(DIGEST, TARGET))
                        .build());
    }
}
