package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Chandler builds is what {@code docker build} makes of the same: every file with its kind, mode, owner, links,
 * content and capabilities, and the config, null and empty kept apart; and a step that fails ends with the same status.
 *
 * <p>The cases are files: see {@link ParityCase}. Times are left out.
 */
class DockerBuildParityIT {

    /** Docker's classic builder: it commits containers, as Chandler does. */
    private static final String CLIENT = "/usr/bin/docker";

    private static final List<String> CONFIG = List.of(
            "Env",
            "Cmd",
            "Entrypoint",
            "User",
            "WorkingDir",
            "Labels",
            "ExposedPorts",
            "Volumes",
            "StopSignal",
            "Healthcheck",
            "Shell",
            "OnBuild",
            "ArgsEscaped");

    @RegisterExtension
    final Stranger stranger = new Stranger();

    static List<ParityCase> built() {
        return ParityCase.all().filter(each -> !each.fails()).toList();
    }

    static List<ParityCase> failing() {
        return ParityCase.all().filter(ParityCase::fails).toList();
    }

    @Test
    void thereAreCases() {
        assertThat(built()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(failing()).hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource
    void built(ParityCase parity) {
        prepare(parity);
        String reference = stranger.image() + "-docker";
        CompletableFuture<Ended> docker = CompletableFuture.supplyAsync(() -> dockerBuild(parity, reference));

        stranger.runs("build", "--tag", stranger.image()).exits(0);
        docker.join().exits(0);

        CompletableFuture<Map<String, String>> expected = CompletableFuture.supplyAsync(() -> ImageTree.of(reference));
        Map<String, String> actual = ImageTree.of(stranger.image());
        actual.putAll(config(stranger.image()));
        Map<String, String> wanted = expected.join();
        wanted.putAll(config(reference));
        assertThat(differences(wanted, actual).keySet())
                .as(() -> String.join("\n", differences(wanted, actual).values()))
                .containsExactlyElementsOf(parity.differs());
    }

    @ParameterizedTest
    @MethodSource
    void failing(ParityCase parity) {
        prepare(parity);
        CompletableFuture<Ended> docker =
                CompletableFuture.supplyAsync(() -> dockerBuild(parity, stranger.image() + "-docker"));

        Ended ended = stranger.runs("build", "--tag", stranger.image());

        removeStates(docker.join());
        assertThat(docker.join().exitCode()).as(docker.join()::toString).isNotZero();
        assertThat(ended.exitCode()).as(ended::toString).isOne();
        parity.status().ifPresent(status -> {
            docker.join().exits(status);
            assertThat(ended.err()).containsPattern("exit status " + status + "\\b");
        });
    }

    private void prepare(ParityCase parity) {
        stranger.manifest(parity.manifest());
        parity.setup()
                .ifPresent(script -> stranger.startsCommand(
                                stranger.project(), List.of("sh", "-ec", "umask 022\n" + script))
                        .ended()
                        .exits(0));
    }

    /** The Dockerfile lies beside the project, so that it isn't in what is copied. */
    private Ended dockerBuild(ParityCase parity, String reference) {
        Path dockerfile = stranger.file("../Dockerfile", parity.dockerfile());
        List<String> command = List.of(
                "env",
                "DOCKER_BUILDKIT=0",
                CLIENT,
                "build",
                "--no-cache",
                "--force-rm",
                "--tag",
                reference,
                "--file",
                dockerfile.toString(),
                stranger.project().toString());
        return Shell.run(command);
    }

    /** The builder leaves what it made before the step that failed; the base has a name, and stays. */
    private static void removeStates(Ended build) {
        build.out()
                .lines()
                .filter(line -> line.matches(" ---> [0-9a-f]{12}"))
                .map(line -> line.substring(line.length() - 12))
                .filter(id -> Docker.docker("image", "inspect", "-f", "{{len .RepoTags}}", id)
                        .equals("0"))
                .forEach(id -> Docker.docker("rmi", id));
    }

    /** What the daemon has of the image's config; a field that is not there is not one that is null. */
    private static Map<String, String> config(String image) {
        JsonObject inspected = JsonParser.parseString(Docker.docker("image", "inspect", "-f", "{{json .}}", image))
                .getAsJsonObject();
        Map<String, String> fields = new TreeMap<>();
        for (String name : CONFIG) {
            JsonElement value = inspected.getAsJsonObject("Config").get(name);
            fields.put("config " + name, value == null ? "absent" : value.toString());
        }
        for (String name : List.of("Os", "Architecture", "Author")) {
            fields.put("config " + name, inspected.get(name).toString());
        }
        return fields;
    }

    private static Map<String, String> differences(Map<String, String> wanted, Map<String, String> actual) {
        Map<String, String> differences = new TreeMap<>();
        TreeSet<String> names = new TreeSet<>(wanted.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            if (!Objects.equals(wanted.get(name), actual.get(name))) {
                differences.put(name, name + "\n  docker:   " + wanted.get(name) + "\n  chandler: " + actual.get(name));
            }
        }
        return differences;
    }
}
