package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import dev.chandler.testkit.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds on an engine that publishes whatever it is asked to, but cannot let go of what the build has made. */
class BuildCommandTest {

    @TempDir
    Path folder;

    @BeforeEach
    void installTheEngine() {
        PluginJar.of("moon").engine("moon", "org.example.Moon", """
                package org.example;

                import dev.chandler.api.artifact.*;
                import dev.chandler.api.cache.Digest;
                import dev.chandler.api.engine.*;
                import dev.chandler.api.event.ProgressSink;
                import dev.chandler.api.problem.*;
                import java.util.*;

                public final class Moon implements EngineFactory, Engine {
                    public String id() { return "moon"; }
                    public List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment) {
                        return List.of(endpoint());
                    }
                    public Engine connect(
                            Endpoint endpoint, ClientIdentity client, Map<String, String> environment) {
                        return this;
                    }
                    public Endpoint endpoint() { return new Endpoint("moon:", "default"); }
                    public String description() { return "Moon"; }
                    public Platform platform() { return new Platform("linux", "amd64", ""); }
                    public Set<Capability> capabilities() { return Set.of(Capability.BASE_IMAGE); }
                    public Base resolve(BaseReference reference) {
                        return new Base(reference, Digest.of("base"), platform(), ImageConfig.EMPTY, 1, true);
                    }
                    public Base pull(BaseReference reference, ProgressSink progress) { return resolve(reference); }
                    public Optional<Snapshot> findCheckpoint(List<Digest> keys) { return Optional.empty(); }
                    public Instance create(InstanceSpec spec) {
                        throw new EngineException(Problem.of("CH-MOON-001", "no air on the moon"));
                    }
                    public Artifact publish(ArtifactSpec spec) {
                        return new Artifact(Digest.of("image"), spec.references(), true);
                    }
                    public List<Resource> resources() { return List.of(); }
                    public boolean remove(Resource resource) { return true; }
                    public void close() {
                        throw new EngineException(Problem.of("CH-MOON-002", "image x of this build stays"));
                    }
                }
                """).writeTo(folder.resolve(".chandler/plugins"));
    }

    private Captured build(String manifest) throws Exception {
        Files.writeString(folder.resolve("chandler.yml"), manifest);
        return Captured.run(folder, "build", "--engine", "moon", "--progress", "plain");
    }

    private Path builds() {
        return folder.resolve(".local/state/chandler/builds");
    }

    @Test
    void whatStaysOnTheEngineIsANoteAndNoFailureAndReapKnowsOfIt() throws Exception {
        Captured run = build("name: app\nbase: busybox\n");

        assertThat(run.err())
                .contains("note: image x of this build stays; \"chandler reap\" removes what is left")
                .doesNotContain("error");
        assertThat(run.code()).isZero();
        assertThat(builds()).isNotEmptyDirectory();
    }

    @Test
    void whatStaysOnTheEngineDoesNotHideWhyABuildHasFailed() throws Exception {
        Captured run = build("name: app\nbase: busybox\ninstall: [echo hello]\n");

        assertThat(run.err())
                .contains("no air on the moon", "CH-MOON-001", "note: image x of this build stays")
                .doesNotContain("CH-MOON-002");
        assertThat(run.code()).isEqualTo(3);
        assertThat(builds()).isNotEmptyDirectory();
    }

    @Test
    void whatAnEngineCannotBringOutIsSaidTogetherAndNothingIsStarted() throws Exception {
        Files.writeString(folder.resolve("chandler.yml"), "name: app\nbase: busybox\nartifact: {repo: app}\n");

        Captured run = Captured.run(
                folder,
                "build",
                "--engine",
                "moon",
                "--push",
                "-o",
                "oci:image",
                "-o",
                "docker:app",
                "-o",
                "moon:app:2");

        assertThat(run.err())
                .contains(
                        "the engine \"moon\" cannot make the output \"registry:app:latest\"",
                        "the engine \"moon\" cannot make the output \"oci:image\"",
                        "output \"docker:app\" is for the engine \"docker\"")
                .doesNotContain("moon:app:2");
        assertThat(run.code()).isEqualTo(2);
        assertThat(folder.resolve("image")).doesNotExist();
    }
}
