package dev.chandler.core.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.artifact.Healthcheck;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.core.manifest.ManifestFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactConfigTest {

    private static final ImageConfig BASE = ImageConfig.builder()
            .entrypoint(List.of("/entry"))
            .cmd(List.of("serve"))
            .env(env("PATH", "/bin", "LANG", "C", "OPTS", ""))
            .user("app")
            .workdir("/srv")
            .labels(Map.of("a", "1", "b", "2"))
            .exposedPorts(Set.of("80/tcp"))
            .volumes(Set.of("/data"))
            .onBuild(List.of("RUN a"))
            .stopSignal("SIGINT")
            .shell(List.of("/bin/bash", "-c"))
            .build();

    @TempDir
    Path folder;

    private ImageConfig changed(ImageConfig base, String artifact) {
        String text = "base: debian:12\nartifact: {" + artifact + "}\n";
        return ArtifactConfig.of(
                base,
                new ManifestFolder(folder).manifest(text).load().artifact().config());
    }

    private static Map<String, String> env(String... namesAndValues) {
        Map<String, String> env = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            env.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return env;
    }

    @Test
    void whatTheManifestDoesNotNameStaysTheBases() {
        assertThat(changed(BASE, "")).isEqualTo(BASE);
    }

    @Test
    void aNewEntrypointTakesTheBasesCmdAway() {
        ImageConfig config = changed(BASE, "entrypoint: [/other]");

        assertThat(config.entrypoint()).contains(List.of("/other"));
        assertThat(config.cmd()).isEmpty();
    }

    @Test
    void anEmptyEntrypointIsNoneAsWithDockerfilesAndAnEmptyCmdIsEmpty() {
        ImageConfig config = changed(BASE, "entrypoint: [], cmd: []");

        assertThat(config.entrypoint()).isEmpty();
        assertThat(config.cmd()).contains(List.of());
    }

    @Test
    void variablesAreSetAppendedToAndUnsetInTheBasesOrder() {
        ImageConfig config = changed(
                BASE, "env: {NEW: x, LANG: de}, append: {env: {PATH: ':/opt/bin', OPTS: ' -v'}}, unset: {env: [NONE]}");

        assertThat(config.env())
                .containsExactlyEntriesOf(env("PATH", "/bin:/opt/bin", "LANG", "de", "OPTS", "-v", "NEW", "x"));
        assertThat(changed(BASE, "unset: {env: [LANG, OPTS]}").env()).containsExactlyEntriesOf(env("PATH", "/bin"));
    }

    @Test
    void aPathThatTheBaseDoesNotNameIsAppendedToTheDefaultOne() {
        assertThat(changed(ImageConfig.EMPTY, "append: {env: {PATH: ':/opt/bin'}}")
                        .env())
                .containsExactlyEntriesOf(env("PATH", ImageConfig.DEFAULT_PATH + ":/opt/bin"));
    }

    @Test
    void portsVolumesAndLabelsAreAddedAndUnset() {
        ImageConfig config = changed(
                BASE,
                "ports: [443, 53/udp, 90-91], volumes: /logs, labels: {c: 3},"
                        + " unset: {ports: 80, volumes: [/data], labels: [a]}");

        assertThat(config.exposedPorts()).containsExactly("443/tcp", "53/udp", "90/tcp", "91/tcp");
        assertThat(config.volumes()).containsExactly("/logs");
        assertThat(config.labels()).isEqualTo(Map.of("b", "2", "c", "3"));
    }

    @Test
    void aRelativeWorkdirIsBelowTheBases() {
        assertThat(changed(BASE, "workdir: app/../bin").workdir()).isEqualTo("/srv/bin");
        assertThat(changed(ImageConfig.EMPTY, "workdir: app").workdir()).isEqualTo("/app");
    }

    @Test
    void userStopSignalShellAndOnbuildAreTheManifests() {
        ImageConfig config = changed(
                BASE, "user: '12:34', stop-signal: RTMIN+3, shell: [/bin/ash, -ec], onbuild: [RUN b, COPY . /x]");

        assertThat(config.user()).isEqualTo("12:34");
        assertThat(config.stopSignal()).isEqualTo("RTMIN+3");
        assertThat(config.shell()).containsExactly("/bin/ash", "-ec");
        assertThat(config.onBuild()).containsExactly("RUN a", "RUN b", "COPY . /x");
    }

    @Test
    void aHealthcheckIsWordsOrTextForTheImagesShellOrNone() {
        assertThat(changed(BASE, "healthcheck: {test: [curl, -f, localhost], interval: 30s, retries: 2}")
                        .healthcheck()
                        .orElseThrow()
                        .test())
                .containsExactly("CMD", "curl", "-f", "localhost");
        assertThat(changed(BASE, "healthcheck: {test: 'curl localhost || exit 1'}")
                        .healthcheck()
                        .orElseThrow()
                        .test())
                .containsExactly("CMD-SHELL", "curl localhost || exit 1");
        assertThat(changed(BASE, "healthcheck: none").healthcheck()).contains(Healthcheck.NONE);
    }
}
