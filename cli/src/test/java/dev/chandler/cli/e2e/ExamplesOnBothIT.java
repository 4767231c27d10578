package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The examples, built and tested on LXD as on Docker, from the same base, which {@code chandler export} has brought there: every
 * file and the config are the same. That of consul-template and its toolbox is in {@link ConsulExampleIT}.
 */
class ExamplesOnBothIT {

    private static final Path EXAMPLES =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("examples");

    /** What programs write their times and process ids into. */
    private static final Pattern OF_THE_MOMENT = Pattern.compile(
            "var/log/.*|var/cache/ldconfig/.*|var/cache/apt/.*|etc/ld\\.so\\.cache|.*\\.pyc|.*/RECORD|.*/direct_url\\.json");

    @RegisterExtension
    final Stranger stranger = Stranger.withLxd();

    @ParameterizedTest
    @CsvSource({"hello, busybox", "debian-service, debian:12", "python-app, python:3.11"})
    void theImageIsTheSame(String example, String base) throws IOException {
        copy(EXAMPLES.resolve(example), stranger.project());
        String lxd = stranger.image() + "-lxd";
        String there = stranger.image() + "-base";
        stranger.runs("export", base, "--engine", "docker", "--to", "lxd:" + there)
                .exits(0);

        stranger.runs("build", "--engine", "docker", "--tag", stranger.image()).exits(0);
        rebase(base, there);
        stranger.runs("build", "--engine", "lxd", "--tag", lxd, "--output", "docker-archive:../lxd.tar")
                .exits(0);
        Docker.docker("load", "-i", stranger.root().resolve("lxd.tar").toString());

        assertThat(differences(lxd)).isEmpty();
    }

    private List<String> differences(String lxd) {
        WholeImage docker = WholeImage.of(stranger.image(), stranger.root());
        return docker.differences(WholeImage.of(lxd, stranger.root())).stream()
                .filter(line -> !OF_THE_MOMENT
                        .matcher(line.substring(0, line.indexOf(": ")))
                        .matches())
                .toList();
    }

    /** An image's name means another on each engine. */
    private void rebase(String base, String there) throws IOException {
        Path manifest = stranger.project().resolve("chandler.yml");
        String text = Files.readString(manifest);
        String other = text.replaceFirst("(?m)^(base|language): " + Pattern.quote(base) + "$", "base: " + there);
        assertThat(other).isNotEqualTo(text);
        Files.writeString(manifest, other);
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
