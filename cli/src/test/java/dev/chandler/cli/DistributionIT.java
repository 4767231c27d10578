package dev.chandler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.ApiVersion;
import dev.chandler.cli.Distribution.Result;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The zip, unpacked and run without Maven on the oldest and the newest Java that it is for. */
class DistributionIT {

    private static final String BLOCKING_ENGINE = """
            package org.example;

            import dev.chandler.api.engine.*;
            import java.util.*;

            public final class Moon implements EngineFactory {
                public String id() { return "moon"; }
                public List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment) {
                    return List.of(new Endpoint("moon:", "default"));
                }
                public Engine connect(Endpoint endpoint, ClientIdentity client, Map<String, String> environment) throws InterruptedException {
                    try {
                        java.nio.file.Files.createFile(java.nio.file.Path.of("connecting"));
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                    new java.util.concurrent.CountDownLatch(1).await();
                    throw new IllegalStateException("not reached");
                }
            }
            """;

    @TempDir
    Path folder;

    private Distribution distribution;

    @BeforeEach
    void unpack() throws IOException {
        distribution = Distribution.unpack(folder);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void saysItsVersionOnEachJava(int java) throws Exception {
        Result result = on(java).run("version");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("chandler " + ApiVersion.current()).contains("(Java " + java + ".");
        assertThat(result.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void listsItsPluginsOnEachJava(int java) throws Exception {
        Result result = on(java).run("plugin", "list");

        assertThat(result.err()).isEmpty();
        assertThat(result.out().lines())
                .anyMatch(line -> line.matches(".*built-in +engine docker +ready .*/lib/chandler-engine-docker-.*"))
                .anyMatch(line ->
                        line.matches(".*built-in +provisioner exec, provisioner copy +ready .*/lib/chandler-prov.*"));
        assertThat(result.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void listsAStrangersPluginFromItsOwnFolder(int java) throws Exception {
        moon().writeTo(distribution.home().resolve("plugins"));

        assertThat(on(java).run("plugin", "list").out()).containsPattern("moon +1.0.0 +dropped-in +engine moon +ready");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void startsFromAnArchiveOfItsClasses(int java) throws Exception {
        on(java).with("CHANDLER_CLASS_ARCHIVE", "now").run("version");
        assertThat(archives())
                .singleElement()
                .satisfies(made -> assertThat(made).isRegularFile());

        Result result = on(java).with(
                        "CHANDLER_JAVA_OPTS", "-Xlog:class+load=info:file=" + folder.resolve("classes.log"))
                .run("version");

        assertThat(result.code()).isZero();
        List<String> ours;
        try (Stream<String> lines = Files.lines(folder.resolve("classes.log"))) {
            ours = lines.filter(line -> line.contains(" dev.chandler.cli.") || line.contains(" picocli."))
                    .filter(line -> !line.contains("Lambda") && !line.contains("Proxy"))
                    .toList();
        }
        assertThat(ours).hasSizeGreaterThan(100);
        assertThat(ours)
                .filteredOn(line -> !line.contains("shared objects file"))
                .as("loaded from jars")
                .hasSizeLessThan(10);
    }

    @Test
    void makesOneArchiveWhenSeveralFirstRunsStartTogether() throws Exception {
        on(17).with("CHANDLER_CLASS_ARCHIVE", "now");
        List<Process> first = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            first.add(distribution
                    .start("version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }

        for (Process process : first) {
            assertThat(process.waitFor()).isZero();
        }

        assertThat(archives()).hasSize(1);
        try (Stream<Path> all = Files.list(classes())) {
            assertThat(all).as("the archive and whose it is").hasSize(2);
        }
    }

    @Test
    void forgetsTheArchiveOfJarsThatWereReplaced() throws Exception {
        on(17).with("CHANDLER_CLASS_ARCHIVE", "now").run("version");
        List<Path> before = archives();
        assertThat(before).hasSize(1);

        Path jar;
        try (Stream<Path> jars = Files.list(distribution.home().resolve("lib"))) {
            jar = jars.filter(path -> path.getFileName().toString().startsWith("gson-"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.write(jar, Files.readAllBytes(jar));
        distribution.run("version");

        assertThat(archives()).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    @Test
    void runsWhereTheCacheCannotBeWritten() throws Exception {
        Path inTheWay = Files.writeString(folder.resolve("file"), "no folder");

        Result result = on(17).with("XDG_CACHE_HOME", inTheWay)
                .with("CHANDLER_CLASS_ARCHIVE", "now")
                .run("plugin", "list");

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void takesArgumentsAsUtf8WhateverTheLocale(int java) throws Exception {
        Result result = on(java).with("LC_ALL", "POSIX").run("validate", "-f", "größe-日本.yml");

        assertThat(result.err()).contains("größe-日本.yml");
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        assertThat(on(17).run("no-such-command").code()).isEqualTo(2);
    }

    @Test
    void runsThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(
                folder.resolve("link"), folder.relativize(distribution.home().resolve("bin/chandler")));
        Process process = new ProcessBuilder(link.toString(), "version").start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("chandler ");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void saysWhichJavasAreTooOld() throws Exception {
        Path old = Files.createDirectories(folder.resolve("jdk-11"));
        Files.createDirectories(old.resolve("bin"));
        Files.copy(Path.of("/bin/true"), old.resolve("bin/java"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");

        Result result = distribution
                .with("JAVA_HOME", old)
                .with("PATH", old.resolve("bin"))
                .run("version");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err())
                .contains("no Java 17 or newer found", "JAVA_HOME: Java 11.0.2 in " + old, "PATH: Java 11.0.2");
    }

    @Test
    void takesTheJavaOfThePathWhereJavaHomeIsNone() throws Exception {
        Result result = distribution
                .with("JAVA_HOME", folder.resolve("none"))
                .with("PATH", Distribution.java(25).resolve("bin") + ":/usr/bin:/bin")
                .run("version");

        assertThat(result.out()).contains("(Java 25.");
    }

    @Test
    void isTheJvmItselfSoThatSignalsReachIt() throws Exception {
        moon().writeTo(distribution.home().resolve("plugins"));
        Files.writeString(folder.resolve("chandler.yml"), "base: busybox\ninstall: [echo hello]\n");
        Process process = on(17).start("build", "--engine", "moon")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        awaitFile(folder.resolve("connecting"), process);

        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("output")))
                .isEqualTo(130);
    }

    private static void awaitFile(Path file, Process process) throws Exception {
        try (var watcher = file.getFileSystem().newWatchService()) {
            file.getParent().register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(file)) {
                assertThat(process.isAlive()).as("still running").isTrue();
                var key = watcher.poll(30, TimeUnit.SECONDS);
                assertThat(key).as("a file within 30 s").isNotNull();
                key.pollEvents();
                key.reset();
            }
        }
    }

    private static PluginJar moon() {
        return PluginJar.of("moon").engine("moon", "org.example.Moon", BLOCKING_ENGINE);
    }

    private Distribution on(int java) {
        return distribution.with("JAVA_HOME", Distribution.java(java)).with("LC_ALL", "C");
    }

    private Path classes() {
        return distribution.cache().resolve("chandler").resolve("classes");
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(classes())) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]+-[0-9]+"))
                    .toList();
        }
    }
}
