package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a change means to the cache: one thing changed at a time, and what then has to run.
 *
 * <p>What a test of units can show is not repeated here: a provisioner's key version and the platform ({@code PlannerTest}), toolboxes
 * and all else of {@code instance:} ({@code InstanceKeysTest}, {@code ToolboxTest}).
 */
class CacheTableIT {

    private static final Pattern RUNS = Pattern.compile("(?m)^run +(\\S+)");

    /** Enough for the client to remember what it has read of it. */
    private static final String LARGE = "0123456789".repeat(300_000);

    private static final String MANIFEST = """
            vars: {used: one, unused: one}
            base: BASE
            env: {E2E: NONCE}
            artifact: {repo: IMAGE}
            install:
              - copy: {from: files, to: /files}
              - echo '[=used]' > /used
              - {run: "cat /files/a > /last", env: {S: one}}
              - date > /end
            script:
              - test -s /end
            """;

    /** The step from which on everything runs; {@code -} where all of it is there. */
    private static final String TABLE = """
            nothing                                          | -
            the same words, written otherwise                | -
            content of a file                                | install[0]
            content of a file, its size and time kept        | install[0]
            content of a large file, its size and time kept  | install[0]
            another file in a file's place, with its time    | install[0]
            name of a file, its time kept                    | install[0]
            a file more                                      | install[0]
            an empty folder more                             | install[0]
            mode of a file                                   | install[0]
            time of a file                                   | -
            owner of a file on the client                    | -
            owner that the step gives                        | install[0]
            target of the copy                               | install[0]
            order of two steps                               | install[1]
            a step more at the end                           | install[4]
            text of a step                                   | install[3]
            a variable that is used                          | install[1]
            a variable that is not used                      | -
            env of the manifest                              | install[0]
            env of a step                                    | install[2]
            user of a step                                   | install[2]
            workdir of a step                                | install[2]
            shell of a step                                  | install[2]
            name, timeout and retries of a step              | -
            text of a test                                   | script[0]
            config of the image                              | -
            base under another name                          | -
            base's name means another image                  | install[0]
            network                                          | install[0]
            mount                                            | install[0]
            memory                                           | -
            the build's other name                           | -
            """;

    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    @RegisterExtension
    final Stranger stranger = new Stranger();

    private final Map<String, Change> changes = new LinkedHashMap<>();
    private String base = "";
    private List<String> arguments = List.of();

    @Test
    void whatRunsAfterOneThingHasChanged() throws IOException {
        base = stranger.image() + ":base";
        files();
        inFiles();
        inSteps();
        around();
        Docker.docker("tag", "busybox", base);
        Docker.docker("tag", "busybox", base + "2");
        List<String> rows = new ArrayList<>();
        try {
            begin();
            stranger.builds();
            for (Map.Entry<String, Change> each : changes.entrySet()) {
                each.getValue().make();
                rows.add("%-48s | %s".formatted(each.getKey(), firstThatRuns()));
                begin();
            }
        } finally {
            Docker.tried("rmi", base, base + "2");
        }

        assertThat(String.join("\n", rows) + "\n").isEqualTo(TABLE);
    }

    private String firstThatRuns() {
        List<String> plan = new ArrayList<>(List.of("plan", "--engine", "docker"));
        plan.addAll(arguments);
        Matcher runs =
                RUNS.matcher(stranger.runs(plan.toArray(String[]::new)).exits(0).out());
        return runs.find() ? runs.group(1) : "-";
    }

    /** As it was built. */
    private void begin() throws IOException {
        arguments = List.of();
        Docker.docker("tag", "busybox", base);
        Files.deleteIfExists(stranger.project().resolve("chandler.lock"));
        manifest("", "");
        files();
    }

    private void files() throws IOException {
        Path folder = Files.createDirectories(stranger.project().resolve("files"));
        for (Path file : Stranger.names(folder)) {
            Files.delete(file);
        }
        file("a", "one");
        file("b", "two");
        file("large", LARGE);
    }

    /** Writes a file, with the time and mode that all of them have. */
    private Path file(String name, String text) throws IOException {
        Path file = stranger.file("files/" + name, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
    }

    private Path in(String name) {
        return stranger.project().resolve("files").resolve(name);
    }

    private void manifest(String what, String instead) {
        String text = MANIFEST.replace("IMAGE", stranger.image()).replace("BASE", base);
        if (!text.contains(what)) {
            throw new IllegalStateException("no " + what + " in " + text);
        }
        stranger.manifest(text.replace(what, instead));
    }

    private void edited(String name, String what, String instead) {
        changes.put(name, () -> manifest(what, instead));
    }

    private void inFiles() {
        changes.put("nothing", () -> {});
        edited("the same words, written otherwise", "vars: {used: one, unused: one}", """
                # a remark
                vars:
                  unused: one
                  used: "one"
                """);
        changes.put("content of a file", () -> stranger.file("files/a", "another"));
        changes.put("content of a file, its size and time kept", () -> file("a", "two"));
        changes.put("content of a large file, its size and time kept", () -> file("large", LARGE.replace('9', '8')));
        changes.put("another file in a file's place, with its time", () -> {
            Files.move(file("new", "new"), in("b"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        });
        changes.put("name of a file, its time kept", () -> Files.move(in("b"), in("c")));
        changes.put("a file more", () -> file("c", ""));
        changes.put("an empty folder more", () -> Files.createDirectory(in("c")));
        changes.put(
                "mode of a file",
                () -> Files.setPosixFilePermissions(in("a"), PosixFilePermissions.fromString("rwxr-xr-x")));
        changes.put("time of a file", () -> Files.setLastModifiedTime(in("a"), FileTime.fromMillis(0)));
        changes.put("owner of a file on the client", () -> Files.setAttribute(in("a"), "unix:uid", 12345));
        edited("owner that the step gives", "to: /files}", "to: /files, owner: \"5:6\"}");
        edited("target of the copy", "to: /files}", "to: /other}");
    }

    private void inSteps() {
        edited(
                "order of two steps",
                "  - echo '[=used]' > /used\n  - {run: \"cat /files/a > /last\", env: {S: one}}\n",
                "  - {run: \"cat /files/a > /last\", env: {S: one}}\n  - echo '[=used]' > /used\n");
        edited("a step more at the end", "script:", "  - echo more\nscript:");
        edited("text of a step", "date > /end", "date  > /end");
        changes.put("a variable that is used", () -> arguments = List.of("--var", "used=two"));
        changes.put("a variable that is not used", () -> arguments = List.of("--var", "unused=two"));
        edited("env of the manifest", "env: {E2E: NONCE}", "env: {E2E: NONCE, NEW: one}");
        edited("env of a step", "env: {S: one}", "env: {S: two}");
        edited("user of a step", "env: {S: one}", "env: {S: one}, user: nobody");
        edited("workdir of a step", "env: {S: one}", "env: {S: one}, workdir: /tmp");
        edited("shell of a step", "env: {S: one}", "env: {S: one}, shell: [/bin/sh, -exc]");
        edited(
                "name, timeout and retries of a step",
                "env: {S: one}",
                "env: {S: one}, name: x, timeout: 9s, retries: 2");
        edited("text of a test", "test -s /end", "test -e /end");
    }

    private void around() {
        edited("config of the image", "{repo: ", "{labels: {a: b}, repo: ");
        edited("base under another name", "base: " + base, "base: " + base + "2");
        changes.put(
                "base's name means another image",
                () -> Docker.docker(
                        "tag", "chandler-cache:" + stranger.checkpoints().get(0), base));
        edited("network", "install:", "instance: {network: none}\ninstall:");
        edited("mount", "install:", "mounts: [{kind: tmpfs, to: /scratch}]\ninstall:");
        edited("memory", "install:", "instance: {memory: 1g}\ninstall:");
        changes.put("the build's other name", () -> arguments = List.of("--tag", stranger.image() + ":other"));
    }
}
