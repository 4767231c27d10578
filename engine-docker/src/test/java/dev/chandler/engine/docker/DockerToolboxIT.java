package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.DataContainer;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.provision.Command;
import dev.chandler.testkit.TarFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DockerToolboxIT extends DockerTests {

    private final Digest digest = Digest.of(UUID.randomUUID().toString());
    private final String volume = "chandler-toolbox-" + digest.hex();
    private final String helper = "chandler-fills-" + digest.hex();

    /** A client that was killed while it filled a toolbox leaves its helpers and a volume that is not whole. */
    private void leaveHalfMade() throws Exception {
        String build = "dev.chandler.build=gone";
        DockerCli.run(
                "volume",
                "create",
                "--label",
                "dev.chandler.toolbox=" + digest.hex(),
                "--label",
                "dev.chandler.filling=gone 1",
                volume);
        DockerCli.run("create", "--name", helper, "--label", build, "busybox", "none");
        DockerCli.run("create", "--name", helper + "-volume", "--label", build, "-v", volume + ":/toolbox", "busybox");
        DockerCli.run("cp", "/etc/hostname", helper + "-volume:/toolbox/half");
    }

    private List<Resource> listed(Engine docker) throws InterruptedException {
        return docker.resources().stream()
                .filter(each -> each.name().contains(digest.hex()))
                .toList();
    }

    @Test
    void whatAClientHasLeftThatIsGoneIsMadeAgainFromNothing() throws Exception {
        leaveHalfMade();
        try (Engine docker = connect(endpoint())) {
            docker.keepToolbox(digest, new TarFiles().file("tool", 0644, 0, "a tool")::stream);

            assertThat(listed(docker))
                    .singleElement()
                    .matches(each -> each.buildId().isEmpty());
            assertThat(DockerCli.run("run", "--rm", "-v", volume + ":/t", "busybox", "ls", "/t"))
                    .isEqualToIgnoringWhitespace("tool");
            assertThat(docker.remove(listed(docker).get(0))).isTrue();
        }
    }

    @Test
    void whatIsHalfMadeBelongsToItsBuildAndCanBeRemoved() throws Exception {
        leaveHalfMade();
        try (Engine docker = connect(endpoint())) {
            List<Resource> left = listed(docker);
            assertThat(left).hasSize(3).allMatch(each -> each.buildId().equals(Optional.of("gone")));

            for (Resource each : left) {
                assertThat(docker.remove(each)).isTrue();
            }

            assertThat(listed(docker)).isEmpty();
            assertThat(DockerCli.run("volume", "ls", "-q")).doesNotContain(digest.hex());
        }
    }

    @Test
    void whatIsMadeAnewInTheMeantimeStays() throws Exception {
        leaveHalfMade();
        try (Engine docker = connect(endpoint())) {
            List<Resource> left = listed(docker);
            DockerCli.run("rm", helper, helper + "-volume");
            docker.keepToolbox(digest, new TarFiles().file("tool", 0644, 0, "a tool")::stream);
            Resource half = left.stream()
                    .filter(each -> each.kind() == Resource.Kind.TOOLBOX)
                    .findFirst()
                    .orElseThrow();

            docker.remove(half);

            assertThat(listed(docker)).hasSize(1);
            assertThat(docker.remove(listed(docker).get(0))).isTrue();
        }
    }

    @Test
    void noVolumeIsMadeOfAToolboxThatIsNotThere() throws Exception {
        InstanceSettings settings = InstanceSettings.builder()
                .mount(new Mount.Toolbox(digest, "/dev/shm/tools"))
                .build();
        try (Engine docker = connect(endpoint())) {
            assertThatThrownBy(() -> docker.create(new InstanceSpec(
                            docker.resolve(new BaseReference.Image("busybox")), Optional.empty(), true, settings)))
                    .hasMessageContaining("CH-ENGINE-060");

            assertThat(DockerCli.run("volume", "ls", "-q")).doesNotContain(digest.hex());
        }
    }

    /** An instance of Debian, whose shell is no busybox, with tools that are none either. */
    private Instance debian(Engine docker) throws InterruptedException {
        BaseReference name = new BaseReference.Image("debian:12");
        Base debian = docker.resolve(name);
        docker.keepToolbox(digest, new TarFiles().file("tool", 0755, 0, "#!/bin/sh\necho a tool\n")::stream);
        InstanceSettings settings = InstanceSettings.builder()
                .mount(new Mount.Toolbox(digest, "/dev/shm/tools", Optional.of("/tools")))
                .build();
        return docker.create(new InstanceSpec(
                debian.present() ? debian : docker.pull(name, ProgressSink.NONE), Optional.empty(), true, settings));
    }

    private static int code(Instance instance, String line) throws InterruptedException {
        return instance.run(Command.of("/bin/sh", "-c", line).build(), OutputSink.NONE)
                .exitCode();
    }

    private void removeToolbox(Engine docker) throws InterruptedException {
        for (Resource each : listed(docker)) {
            assertThat(docker.remove(each)).isTrue();
        }
    }

    @Test
    void whereNoProgramCanMakeTheLinkThereIsNone() throws Exception {
        try (Engine docker = connect(endpoint())) {
            try (Instance instance = debian(docker)) {
                assertThat(code(instance, "/tools/tool")).isZero();
                assertThat(code(instance, "/usr/bin/rm /usr/bin/ln")).isZero();
                instance.snapshot(Optional.empty());

                assertThat(code(instance, "/tools/tool")).isEqualTo(127);
                assertThat(code(instance, "/dev/shm/tools/tool")).isZero();
                instance.snapshot(Optional.empty());
            }
            removeToolbox(docker);
        }
    }

    @Test
    void aLinkThatNothingCanTakeOutIsInNoState() throws Exception {
        try (Engine docker = connect(endpoint())) {
            try (Instance instance = debian(docker)) {
                assertThat(code(instance, "/usr/bin/rm /usr/bin/rm")).isZero();

                assertThatThrownBy(() -> instance.snapshot(Optional.empty()))
                        .isInstanceOf(EngineException.class)
                        .hasMessageContaining("CH-TOOLBOX-011");
                assertThatThrownBy(instance::changes).hasMessageContaining("CH-TOOLBOX-011");
            }
            removeToolbox(docker);
        }
    }

    @Test
    void aDataContainerNeedNotRun() throws Exception {
        String name = "chandler-it-data-" + UUID.randomUUID();
        DockerCli.run("create", "--name", name, "-v", "/more", "-v", "/data", "busybox", "none");
        try (Engine docker = connect(endpoint())) {
            DockerCli.run("cp", "/etc/hostname", name + ":/data/tool");
            DataContainer data = docker.dataContainer(name).orElseThrow();

            assertThat(data.volumes()).containsExactly("/data", "/more");
            Map<String, TarFiles.Entry> files = TarFiles.read(data.get("/data").orElseThrow());
            assertThat(files).containsOnlyKeys("data", "data/tool");
            assertThat(data.get("/data/nothing")).isEmpty();
            assertThat(docker.dataContainer(name + "-other")).isEmpty();
            assertThat(docker.dataContainer("../images")).isEmpty();
        } finally {
            DockerCli.run("rm", "-v", name);
        }
    }
}
