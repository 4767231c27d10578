package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The modules of the folder {@code modules}: the manifest beside each is built and tested on Docker and on LXD, from the same
 * base, gives the same image, and that does what the module is for.
 */
class ShelfIT {

    private static final Path SHELF =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("modules");

    /** What package managers write their times into. */
    private static final Pattern OF_THE_MOMENT =
            Pattern.compile("var/log/.*|var/cache/(ldconfig|apt|debconf)/.*|etc/ld\\.so\\.cache");

    @RegisterExtension
    final Stranger stranger = Stranger.withLxd();

    @Test
    void anAuthorityOfOnesOwnIsTrusted() throws IOException {
        builds("ca-certificates", "busybox");

        assertThat(ImageTree.of(stranger.image()).get("etc/ssl/certs/ca-certificates.crt"))
                .startsWith("0 644 0:0 ");
        assertThat(Docker.inImage(stranger.image(), "grep", "-c", "BEGIN", "/etc/ssl/certs/ca-certificates.crt"))
                .isEqualTo("1");
    }

    @Test
    void theUserIsThereAndOwnsItsFolders() throws IOException {
        builds("non-root-user", "busybox");

        Map<String, String> tree = ImageTree.of(stranger.image());
        assertThat(Docker.inImage(stranger.image(), "grep", "^web:", "/etc/passwd", "/etc/group"))
                .isEqualTo("/etc/passwd:web:x:4321:4322::/home/web:/sbin/nologin\n/etc/group:web:x:4322:");
        assertThat(Docker.inImage(stranger.image(), "id", "-u")).isEqualTo("4321");
        assertThat(tree.get("home/web/")).startsWith("5 750 4321:4322 ");
        assertThat(tree.get("srv/data/file")).startsWith("0 644 4321:4322 ");
        assertThat(tree.get("srv/a folder/")).startsWith("5 755 4321:4322 ");
    }

    @Test
    void theInitBuriesOrphansAndEndsBySignals() throws IOException {
        builds("minimal-init", "busybox");
        String orphan = "(sh -c 'echo $$ >/orphan; exec sleep 1' &) ; exec sleep 1000";

        String without = starts("--entrypoint", "sh", stranger.image(), "-c", orphan);
        String with = starts(stranger.image(), "sh", "-c", orphan);
        try {
            assertThat(state(without, orphan(without))).isEqualTo("Z");
            assertThat(state(with, orphan(with))).isEmpty();
            Docker.docker("kill", "--signal", "TERM", with);
            assertThat(Docker.docker("wait", with)).isEqualTo("143");
        } finally {
            Docker.docker("rm", "--force", without, with);
        }
    }

    @Test
    void theInitEndsWhatACommandLeavesAndHandsOnWhatAShellKeepsFromItsChildren() throws IOException {
        builds("minimal-init", "busybox");

        assertThat(Docker.docker("run", "--rm", stranger.image(), "sh", "-c", """
                (trap 'echo ended; exit' TERM; : >/ready; while :; do sleep 1; done) &
                until [ -e /ready ]; do sleep 1; done
                """))
                .isEqualTo("ended");
        assertThat(Docker.tried("run", "--rm", stranger.image(), "sh", "-c", "exit 9")
                        .exitCode())
                .isEqualTo(9);
        String deaf = starts(stranger.image(), "sh", "-c", ": >/ready; exec sleep 1000");
        try {
            eventually(() -> Docker.tried("exec", deaf, "test", "-e", "/ready").exitCode() == 0);
            Docker.docker("kill", "--signal", "INT", deaf);
            assertThat(Docker.docker("wait", deaf)).isEqualTo("143");
        } finally {
            Docker.docker("rm", "--force", deaf);
        }
    }

    @Test
    void theInitIsOneOnLxdToo() throws IOException {
        builds("minimal-init", "busybox");
        String instance = stranger.nonce() + "-init";
        Lxd.lxc(
                "init",
                stranger.image() + "-lxd",
                instance,
                "-c",
                "raw.lxc=lxc.init.cmd=/usr/local/bin/minimal-init sleep 1000\nlxc.signal.halt=SIGTERM");
        try {
            Lxd.lxc("start", instance);
            String orphan = Lxd.lxc("exec", instance, "--", "sh", "-c", "(sleep 1 & echo $!)");

            eventually(() -> Lxd.tried("exec", instance, "--", "test", "-e", "/proc/" + orphan)
                            .exitCode()
                    != 0);
            Lxd.lxc("stop", instance, "--timeout", "20");
            assertThat(Lxd.lxc("list", instance, "--format", "csv", "--columns", "s"))
                    .isEqualTo("STOPPED");
        } finally {
            Lxd.lxc("delete", "--force", instance);
        }
    }

    @Test
    void aStrippedImageIsSmallerAndStaysSo() throws IOException {
        builds("strip", "debian:12");

        assertThat(kilobytes("debian:12") - kilobytes(stranger.image())).isGreaterThan(30_000);
        assertThat(lxdBytes(stranger.image() + "-lxd")).isLessThan(lxdBytes(stranger.image() + "-base") - 30_000_000);
        assertThat(Docker.inImage(stranger.image(), "sh", "-c", "ls /usr/share/doc/*/copyright | wc -l"))
                .isNotEqualTo("0");
    }

    @Test
    void anAppRunsInAnEnvironmentOfItsOwn() throws IOException {
        builds("python-app", "python:3.11");

        Map<String, String> tree = ImageTree.of(stranger.image());
        assertThat(Docker.docker("run", "--rm", stranger.image())).isEqualTo("served from /opt/venv");
        assertThat(tree.get("opt/venv/pyvenv.cfg")).startsWith("0 644 4321:4322 ");
        assertThat(tree.get("srv/the app/")).startsWith("5 755 4321:4322 ");
    }

    /** From the package index that the testbed's containers reach. */
    @Test
    void packagesOfAnAppAreInstalledIntoItsEnvironment() throws IOException {
        builds("python-app", "python:3.11", "--var", "requirements=[iniconfig==2.0.0]");

        assertThat(Docker.inImage(stranger.image(), "/opt/venv/bin/python", "-c", """
                import importlib.metadata as m, iniconfig; print(m.version("iniconfig"), iniconfig.__file__)"""))
                .isEqualTo("2.0.0 /opt/venv/lib/python3.11/site-packages/iniconfig/__init__.py");
    }

    /** With the nginx of Debian, from the mirror that the testbed's containers reach. */
    @Test
    void nginxServesAndHandsOn() throws IOException {
        builds("nginx", "debian:12");

        String server = starts(stranger.image());
        try {
            String get = "exec 3<>/dev/tcp/127.0.0.1/8081; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3";
            eventually(() -> Docker.tried("exec", server, "bash", "-c", get).exitCode() == 0);
            assertThat(Docker.docker("exec", server, "bash", "-c", get))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("hello from nginx");
            assertThat(Docker.docker("exec", server, "cat", "/var/log/nginx/access.log"))
                    .contains("\"GET / HTTP/1.0\" 200");
            Docker.docker("stop", "--time", "20", server);
            assertThat(Docker.docker("wait", server)).isEqualTo("0");
        } finally {
            Docker.docker("rm", "--force", server);
        }
    }

    /** Builds a module's test on both, and holds the images against each other. */
    private void builds(String module, String base, String... args) throws IOException {
        copy(SHELF.resolve(module), stranger.project().resolve(module));
        Path manifest = stranger.project().resolve(module).resolve("test/chandler.yml");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replaceFirst("(?m)^base: ", "env: {E2E: " + stranger.nonce() + "}\nbase: "));
        String there = stranger.image() + "-base";
        String lxd = stranger.image() + "-lxd";
        String file = module + "/test/chandler.yml";
        Path archive = stranger.root().resolve("lxd.tar");

        stranger.runs("export", base, "--engine", "docker", "--to", "lxd:" + there)
                .exits(0);
        stranger.runs(and(args, "build", "-f", file, "--engine", "docker", "--tag", stranger.image()))
                .exits(0);
        stranger.runs(and(
                        args,
                        "build",
                        "-f",
                        file,
                        "--engine",
                        "lxd",
                        "--tag",
                        lxd,
                        "--var",
                        "base=" + there,
                        "--output",
                        "docker-archive:" + archive))
                .exits(0);
        Docker.docker("load", "-i", archive.toString());

        WholeImage docker = WholeImage.of(stranger.image(), stranger.root());
        assertThat(docker.differences(WholeImage.of(lxd, stranger.root())))
                .filteredOn(line -> !OF_THE_MOMENT
                        .matcher(line.substring(0, line.indexOf(": ")))
                        .matches())
                .isEmpty();
    }

    private static String[] and(String[] more, String... args) {
        return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
    }

    private static String starts(String... args) {
        return Docker.docker(and(args, "run", "--detach"));
    }

    private static String orphan(String container) {
        eventually(
                () -> Docker.tried("exec", container, "test", "-s", "/orphan").exitCode() == 0);
        return Docker.docker("exec", container, "cat", "/orphan");
    }

    /** The letter of a process that has ended; empty where nothing is left of it. */
    private static String state(String container, String process) {
        List<String> letters = List.of("Z", "");
        String[] seen = new String[1];
        eventually(() -> {
            seen[0] = Docker.tried("exec", container, "sh", "-c", "cut -d' ' -f3 /proc/" + process + "/stat")
                    .out()
                    .strip();
            return letters.contains(seen[0]);
        });
        return seen[0];
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not within 20 s").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static long kilobytes(String image) {
        return Long.parseLong(Docker.inImage(image, "du", "-skx", "/usr").replaceFirst("\\s.*", ""));
    }

    private static long lxdBytes(String alias) {
        return Lxd.images().stream()
                .filter(image -> Lxd.aliases(image).contains(alias))
                .map((JsonObject image) -> image.get("size").getAsLong())
                .findFirst()
                .orElseThrow();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
