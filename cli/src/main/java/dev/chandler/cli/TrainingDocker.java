package dev.chandler.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a Docker would say that has any image, and nothing of ours: so a build of steps goes all the way. Nothing is ever made, and
 * its containers' first process says of every command that it has run.
 */
final class TrainingDocker {

    private static final String ID = "0".repeat(64);
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private static final String CONFIG = """
            {"Hostname": "", "User": "", "Env": ["PATH=/bin"], "Cmd": ["sh"], "Image": "", "Volumes": null,
             "WorkingDir": "", "Entrypoint": null, "OnBuild": null, "Labels": {}}""";

    private static final String IMAGE = """
            {"Id": "sha256:%1$s", "RepoTags": ["training:latest"], "RepoDigests": ["training@sha256:%1$s"], "Parent": "", "Comment": "",
             "Created": "1970-01-01T00:00:00Z", "Container": "", "ContainerConfig": %2$s, "DockerVersion": "0", "Author": "",
             "Config": %2$s, "Architecture": "amd64", "Os": "linux", "Size": 0, "VirtualSize": 0,
             "GraphDriver": {"Data": {}, "Name": "overlay2"}, "RootFS": {"Type": "layers", "Layers": ["sha256:%1$s"]},
             "Metadata": {"LastTagTime": "1970-01-01T00:00:00Z"}}""".formatted(ID, CONFIG);

    private static final String HISTORY = """
            [{"Comment": "", "Created": 0, "CreatedBy": "", "Id": "sha256:%s", "Size": 0, "Tags": null}]""".formatted(ID);

    private static final String VERSION = """
            {"Version": "0", "ApiVersion": "1.41", "MinAPIVersion": "1.12", "Os": "linux", "Arch": "amd64",
             "Components": [{"Name": "Engine", "Version": "0", "Details": {}}]}""";

    private TrainingDocker() {}

    /**
     * The answer to a request.
     *
     * @param method such as {@code GET}
     * @param address the path, with what follows a question mark
     * @return a whole answer of HTTP
     */
    static String answer(String method, String address) {
        String path = address.replaceFirst("\\?.*", "").replaceFirst("^/v[0-9.]+", "");
        if (path.endsWith("/attach")) {
            return "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\n"
                    + "Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
        }
        return method.equals("GET") ? told(path) : done(method, path);
    }

    private static String told(String path) {
        if (path.contains("/chandler-cache:") || path.contains("/" + Training.TAG)) {
            return TrainingDaemon.answer("404 Not Found", "{\"message\": \"no such image\"}");
        }
        if (path.endsWith("/history")) {
            return TrainingDaemon.answer("200 OK", HISTORY);
        }
        if (path.startsWith("/images/") && path.endsWith("/json") && path.length() > "/images/json".length()) {
            return TrainingDaemon.answer("200 OK", IMAGE);
        }
        return TrainingDaemon.answer("200 OK", path.equals("/version") ? VERSION : "[]");
    }

    private static String done(String method, String path) {
        return switch (path) {
            case "/containers/create" ->
                TrainingDaemon.answer("201 Created", "{\"Id\": \"" + ID + "\", \"Warnings\": []}");
            case "/commit" -> TrainingDaemon.answer("201 Created", "{\"Id\": \"sha256:" + ID + "\"}");
            case "/images/load" ->
                TrainingDaemon.answer("200 OK", "{\"stream\": \"Loaded image: " + Training.TAG + ":latest\\n\"}\r\n");
            default -> "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
        };
    }

    /** Stands for the first process of a container, until its input ends. */
    static void obey(InputStream words, OutputStream output) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(words, StandardCharsets.UTF_8));
        String token = lines.readLine();
        for (String line; (line = lines.readLine()) != null; ) {
            String[] word = line.split(" ", 3);
            boolean runs = word[1].equals("run");
            if (runs) {
                output.write(frame(STDERR, token + " " + word[0] + "\n"));
            }
            output.write(frame(STDOUT, token + " " + word[0] + (runs ? " ran 0\n" : " none\n")));
            output.flush();
        }
    }

    /** As both outputs come over one connection: which one, three zeros, the length, the bytes. */
    private static byte[] frame(int stream, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + bytes.length)
                .put((byte) stream)
                .position(4)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }
}
