package dev.chandler.lib.dockerconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerConfigTest {

    @TempDir
    Path folder;

    private DockerConfig config;

    @BeforeEach
    void make() {
        config = DockerConfig.of(Map.of("DOCKER_CONFIG", folder.toString(), "PATH", folder + ":/usr/bin:/bin"));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void theFolderIsBelowHomeWhereNothingElseIsSaid() {
        assertThat(DockerConfig.of(Map.of("HOME", "/home/u")).folder()).contains(Path.of("/home/u/.docker"));
        assertThat(DockerConfig.of(Map.of()).folder()).isEmpty();
    }

    @Test
    void noFilesSayNothing() throws Exception {
        assertThat(config.currentContext()).isEmpty();
        assertThat(config.context("x")).isEmpty();
        assertThat(config.credentials("host:5000")).isEmpty();
    }

    @Test
    void theDefaultContextIsNone() throws Exception {
        write("config.json", "{\"currentContext\": \"default\"}");
        assertThat(config.currentContext()).isEmpty();
        write("config.json", "{\"currentContext\": \"remote\"}");
        assertThat(config.currentContext()).contains("remote");
    }

    @Test
    void aContextIsFoundByTheDigestOfItsName() throws Exception {
        String remote = "b71199ebd070b36beab7317920c2c2f1d777df8d05e5527d8458fda57cb17a7a";
        write("contexts/meta/" + remote + "/meta.json", """
                {"Name": "remote", "Endpoints": {"docker": {"Host": "tcp://h:2376", "SkipTLSVerify": true}}}
                """);
        Path tls = write("contexts/tls/" + remote + "/docker/ca.pem", "").getParent();

        assertThat(config.context("remote"))
                .contains(new DockerContext("remote", "tcp://h:2376", true, Optional.of(tls)));
    }

    @Test
    void passwordsAreReadFromTheFileUnderHostsAndUrls() throws Exception {
        write("config.json", """
                {"auths": {"host:5000": {"auth": "dTpwOnE="}, "https://index.docker.io/v1/": {"auth": "aHViOng="},
                 "https://old.example/v2/": {"username": "o", "password": "w"}, "token.example": {"identitytoken": "t"}}}
                """);

        assertThat(config.credentials("host:5000")).contains(new Credentials("u", "p:q"));
        assertThat(config.credentials("docker.io")).contains(new Credentials("hub", "x"));
        assertThat(config.credentials("old.example")).contains(new Credentials("o", "w"));
        assertThat(config.credentials("token.example").orElseThrow().identityToken())
                .isTrue();
        assertThat(config.credentials("other.example")).isEmpty();
    }

    @Test
    void aHelperIsAskedForItsRegistryAndAStoreForAllOthers() throws Exception {
        write("config.json", "{\"credHelpers\": {\"host:5000\": \"one\"}, \"credsStore\": \"all\"}");
        helper("one", "read server; printf '{\"Username\":\"<token>\",\"Secret\":\"for %s\"}' \"$server\"");
        helper("all", "echo 'credentials not found in native keychain'; exit 1");

        assertThat(config.credentials("host:5000")).contains(new Credentials("", "for host:5000"));
        assertThat(config.credentials("other.example")).isEmpty();
    }

    @Test
    void aHelperThatFailsOrIsNotThereIsAProblem() throws Exception {
        write("config.json", "{\"credHelpers\": {\"a\": \"locked\"}, \"credsStore\": \"missing\"}");
        helper("locked", "echo 'the keychain is locked'; exit 1");

        assertThatThrownBy(() -> config.credentials("a"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("the keychain is locked");
        assertThatThrownBy(() -> config.credentials("b"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("docker-credential-missing");
    }

    @Test
    void aBrokenFileIsAProblem() throws Exception {
        write("config.json", "{\"auths\": ");

        assertThatThrownBy(() -> config.credentials("a"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("config.json");
    }

    @Test
    void aSecretIsNotPrinted() {
        assertThat(new Credentials("u", "secret")).hasToString("Credentials[u]");
        assertThat(new Credentials("", "secret")).hasToString("Credentials[identity token]");
    }

    private void helper(String name, String script) throws IOException {
        Path file = write("docker-credential-" + name, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aLoginAloneIsAFileThatItCanBeReadFromAgain() throws Exception {
        for (Credentials login : List.of(new Credentials("me", "p:ss\"<ö"), new Credentials("", "token-token"))) {
            for (String registry : List.of("docker.io", "example.org:5000")) {
                LoginFile file = new LoginFile(registry, login);
                Files.writeString(folder.resolve("config.json"), file.text());

                assertThat(DockerConfig.of(Map.of("DOCKER_CONFIG", folder.toString()))
                                .credentials(registry))
                        .contains(login);
                assertThat(file.secrets()).contains(login.secret());
            }
        }
    }
}
