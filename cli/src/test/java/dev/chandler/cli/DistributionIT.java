package dev.chandler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.ApiVersion;
import dev.chandler.cli.Distribution.Result;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.PosixFilePermissions;
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
                .anyMatch(line -> line.matches(".*built-in +engine lxd +ready .*/lib/chandler-engine-lxd-.*"))
                .anyMatch(line -> line.matches(".*built-in +engine local +ready .*/lib/chandler-engine-local-.*"))
                .anyMatch(
                        line -> line.matches(
                                ".*built-in +provisioner exec, provisioner copy, provisioner fetch, provisioner get +ready .*/lib/chandler-prov.*"));
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
                .run("build", "--help");

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
    void makesAnArchiveOfItsOwnForAnotherJava() throws Exception {
        on(17).with("CHANDLER_CLASS_ARCHIVE", "now").run("version");
        List<Path> before = archives();

        on(25).run("version");

        assertThat(archives()).hasSize(2).containsAll(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "--help", "help"})
    void answersWhatIsAskedForMostWithoutTheParser(String line) throws Exception {
        Path log = folder.resolve("classes.log");

        Result result = on(17).with("CHANDLER_JAVA_OPTS", "-Xlog:class+load=info:file=" + log)
                .run(line);

        assertThat(result.code()).isZero();
        assertThat(log)
                .content()
                .contains("dev.chandler.cli.Main ")
                .doesNotContain("picocli.CommandLine$Model$CommandSpec ");
    }

    @Test
    void makesAnArchiveAgainThatWasCutShort() throws Exception {
        on(17).with("CHANDLER_CLASS_ARCHIVE", "now").run("version");
        Path archive = archives().get(0);
        long whole = Files.size(archive);
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.truncate(whole / 2);
        }

        Result result = distribution.run("version");

        assertThat(result.code()).isZero();
        // Which classes are in it depends a little on how threads came to run while it was made.
        assertThat(Files.size(archive)).isBetween(whole * 9 / 10, whole * 11 / 10);
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

    @ParameterizedTest
    @ValueSource(strings = {"version", "plugin list", "completion", "--help", "init"})
    void endsWithExitCode3WhereItsOutputIsLost(String command) throws Exception {
        Process process = on(17).start(command.split(" "))
                .redirectOutput(Path.of("/dev/full").toFile())
                .start();

        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("CH-CLI-005", "No space left on device");
        assertThat(process.waitFor()).isEqualTo(3);
    }

    @Test
    void isSilentWhereTheReaderOfItsOutputHasSeenEnough() throws Exception {
        ProcessBuilder builder = on(17).start("completion");
        builder.command("/bin/bash", "-c", "bin/chandler completion | head -1 >/dev/null; exit ${PIPESTATUS[0]}")
                .directory(distribution.home().toFile());

        Process process = builder.start();

        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "render --var-file <(echo 'who: all')",
                "render --var who=all -f <(cat chandler.yml)",
                "render --var who=all -f /dev/stdin < <(cat chandler.yml)"
            })
    void readsWhatAShellHandsOverAsAPipe(String line) throws Exception {
        Files.writeString(
                folder.resolve("chandler.yml"), "vars: {who: none}\nbase: busybox\ninstall: ['echo [=who]']\n");
        ProcessBuilder builder = on(17).start();
        builder.command("/bin/bash", "-c", distribution.home().resolve("bin/chandler") + " " + line);

        Process process = builder.redirectErrorStream(true).start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("echo all");
        assertThat(process.waitFor()).isZero();
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
    void runsByARelativePathWhateverCdpathIs() throws Exception {
        Path trap = Files.createDirectories(folder.resolve("trap")
                .resolve(distribution.home().getFileName())
                .resolve("bin"));
        ProcessBuilder builder = on(17).with("CDPATH", folder.resolve("trap")).start("version");
        builder.command("/bin/sh", "-c", "exec " + folder.relativize(distribution.home()) + "/bin/chandler version");

        Process process = builder.redirectErrorStream(true).start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .as("with %s", trap)
                .startsWith("chandler ");
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
    void asksAScriptOnThePathForTheJavaBehindIt() throws Exception {
        Path shims = Files.createDirectories(folder.resolve("shims"));
        Path shim = Files.writeString(
                shims.resolve("java"),
                "#!/bin/sh\nexec " + Distribution.java(25).resolve("bin/java") + " \"$@\"\n");
        Files.setPosixFilePermissions(shim, PosixFilePermissions.fromString("rwxr-xr-x"));

        Result result = distribution.with("PATH", shims + ":/usr/bin:/bin").run("version");

        assertThat(result.out()).contains("(Java 25.");
    }

    @Test
    void saysThatTheJvmDoesNotStartWithExitCode3() throws Exception {
        Result result = on(17).with("CHANDLER_JAVA_OPTS", "-Xmx1k").run("version");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("the JVM does not start", "  Error", "CHANDLER_JAVA_OPTS: -Xmx1k");
    }

    @Test
    void runsWhereTheJvmLeavesSignalsAlone() throws Exception {
        Result result = on(17).with("CHANDLER_JAVA_OPTS", "-Xrs").run("version");

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @Test
    void refusesAFolderThatJavaCannotRunFrom() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("a:b"));
        Distribution moved = Distribution.unpack(odd).with("JAVA_HOME", Distribution.java(17));

        Result result = moved.run("version");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("a colon in its path");
    }

    @Test
    void takesTheJavaOfThePathWhereJavaHomeIsNone() throws Exception {
        Result result = distribution
                .with("JAVA_HOME", folder.resolve("none"))
                .with("PATH", Distribution.java(25).resolve("bin") + ":/usr/bin:/bin")
                .run("version");

        assertThat(result.out()).contains("(Java 25.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void isTheJvmItselfSoThatSignalsReachIt(String signal) throws Exception {
        moon().writeTo(distribution.home().resolve("plugins"));
        Files.writeString(folder.resolve("chandler.yml"), "base: busybox\ninstall: [echo hello]\n");
        Process process = on(17).start("build", "--engine", "moon")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        awaitFile(folder.resolve("connecting"), process);

        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("output"))
                .content()
                .contains("stopping; once more leaves at once", "interrupted; everything was cleaned up");
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("output")))
                .isEqualTo(130);
    }

    @Test
    void leavesWhereCleaningUpTakesTooLong() throws Exception {
        String hanging = BLOCKING_ENGINE.replace(
                "new java.util.concurrent.CountDownLatch(1).await();",
                "while (true) { java.util.concurrent.locks.LockSupport.park(); Thread.interrupted(); }");
        PluginJar.of("moon")
                .engine("moon", "org.example.Moon", hanging.replaceAll("(?m)^ *throw new IllegalStateException.*$", ""))
                .writeTo(distribution.home().resolve("plugins"));
        Files.writeString(folder.resolve("chandler.yml"), "base: busybox\ninstall: [echo hello]\n");
        Process process = on(17).start("build", "--engine", "moon")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        awaitFile(folder.resolve("connecting"), process);

        process.destroy();

        assertThat(process.waitFor(45, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(folder.resolve("output")).content().contains("\"chandler reap\" does the rest");
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
