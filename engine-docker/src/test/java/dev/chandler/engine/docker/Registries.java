package dev.chandler.engine.docker;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The testbed's registries, and clients that have a login at one of them, or none. */
final class Registries {

    private Registries() {}

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException("these tests need " + name + ": testbed/up; eval \"$(testbed/env)\"");
        }
        return value;
    }

    /** Takes everything from everybody. */
    static String plain() {
        return variable("CHANDLER_TESTBED_REGISTRY");
    }

    /** Wants a login, and has a certificate that nobody knows. */
    static String withLogin() {
        return variable("CHANDLER_TESTBED_REGISTRY_TLS");
    }

    /** Takes nothing. */
    static String readOnly() {
        return variable("CHANDLER_TESTBED_REGISTRY_READONLY");
    }

    static Path certificate() {
        return Path.of(variable("CHANDLER_TESTBED_REGISTRY_CERTIFICATE"));
    }

    static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    static String rightLogin() {
        return variable("CHANDLER_TESTBED_REGISTRY_LOGIN");
    }

    /** The environment of a client whose {@code config.json} has a login for a registry. */
    static Map<String, String> loggedIn(Path folder, String registry, String login) throws IOException {
        String auth = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return configured(folder, "{\"auths\":{\"" + registry + "\":{\"auth\":\"" + auth + "\"}}}");
    }

    /** The environment of a client whose logins are kept by a program. */
    static Map<String, String> helped(Path folder, String registry, String login) throws IOException {
        Path program = folder.resolve("docker-credential-it");
        Files.writeString(
                program,
                "#!/bin/sh\nread -r server\ntest \"$server\" = " + registry
                        + " || { echo credentials not found in native keychain; exit 1; }\n"
                        + "echo '{\"Username\":\"" + login.split(":", -1)[0] + "\",\"Secret\":\""
                        + login.split(":", -1)[1] + "\"}'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = configured(folder, "{\"credsStore\":\"it\"}");
        environment.put("PATH", folder + ":" + System.getenv("PATH"));
        return environment;
    }

    /** The environment of a client that has no login at all. */
    static Map<String, String> stranger(Path folder) throws IOException {
        return configured(folder, "{}");
    }

    private static Map<String, String> configured(Path folder, String config) throws IOException {
        Files.writeString(folder.resolve("config.json"), config);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("DOCKER_CONFIG", folder.toString());
        return environment;
    }

    /** What the plain registry serves as the manifest of a name. */
    static Served served(String reference) throws IOException {
        ImageName name = ImageName.parse(reference);
        String path = name.repository().substring(name.registry().length() + 1);
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://" + name.registry() + "/v2/" + path + "/manifests/" + name.tag())
                        .toURL()
                        .openConnection();
        connection.setRequestProperty("Accept", "application/vnd.docker.distribution.manifest.v2+json");
        return new Served(
                connection.getHeaderField("Docker-Content-Digest"),
                connection.getContentType(),
                new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    /** A manifest as it comes over HTTP. */
    record Served(String digest, String type, String body) {}
}
