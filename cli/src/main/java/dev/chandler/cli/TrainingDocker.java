package dev.chandler.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Docker would say that has any image, and of ours the states that it was told to keep: so a build of steps goes all the way,
 * and finds them the next time. Nothing is ever made, and its containers' first process says of every command that it has run.
 */
final class TrainingDocker {

    private static final String ID = "0".repeat(64);
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private static final Pattern STATE = Pattern.compile(".*/chandler-cache:([0-9a-f]+)/json");
    private static final Pattern KEPT = Pattern.compile(".*[?&]tag=([0-9a-f]+).*");

    private static final String IMAGE = """
            {"Id": "sha256:%1$s", "RepoTags": ["training:latest"], "RepoDigests": ["training@sha256:%1$s"], "Parent": "",
             "Comment": "", "Created": "2026-01-02T03:04:05.678Z", "Container": "", "DockerVersion": "0", "Author": "",
             "Config": {"Hostname": "", "User": "", "Env": ["PATH=/bin"], "Cmd": ["sh"], "Image": "", "Volumes": null,
             "WorkingDir": "", "Entrypoint": null, "OnBuild": null, "Labels": %2$s},
             "Architecture": "amd64", "Os": "linux", "Size": 0, "VirtualSize": 0,
             "GraphDriver": {"Data": {}, "Name": "overlay2"}, "RootFS": {"Type": "layers", "Layers": [%3$s]},
             "Metadata": {"LastTagTime": "1970-01-01T00:00:00Z"}}""";

    private static final String HISTORY = """
            [{"Comment": "", "Created": 0, "CreatedBy": "", "Id": "sha256:%s", "Size": 0, "Tags": null}]""".formatted(ID);

    private static final String VERSION = """
            {"Version": "0", "ApiVersion": "1.41", "MinAPIVersion": "1.12", "Os": "linux", "Arch": "amd64",
             "Components": [{"Name": "Engine", "Version": "0", "Details": {}}]}""";

    private final Set<String> states = ConcurrentHashMap.newKeySet();

    /**
     * The answer to a request.
     *
     * @param method such as {@code GET}
     * @param address the path, with what follows a question mark
     * @return a whole answer of HTTP
     */
    String answer(String method, String address) {
        String path = address.replaceFirst("\\?.*", "").replaceFirst("^/v[0-9.]+", "");
        if (path.endsWith("/attach")) {
            return String.join(
                    "\r\n",
                    "HTTP/1.1 101 UPGRADED",
                    "Content-Type: application/vnd.docker.raw-stream",
                    "Connection: Upgrade",
                    "Upgrade: tcp",
                    "",
                    "");
        }
        return method.equals("GET") ? told(path) : done(address, path);
    }

    private String told(String path) {
        Matcher state = STATE.matcher(path);
        if (state.matches() && states.contains(state.group(1))) {
            return TrainingDaemon.answer("200 OK", image(2, "{\"dev.chandler.key\": \"" + state.group(1) + "\"}"));
        }
        if (state.matches() || path.contains("/" + Training.TAG)) {
            return TrainingDaemon.answer("404 Not Found", "{\"message\": \"no such image\"}");
        }
        if (path.endsWith("/history")) {
            return TrainingDaemon.answer("200 OK", HISTORY);
        }
        if (path.startsWith("/images/") && path.endsWith("/json") && path.length() > "/images/json".length()) {
            return TrainingDaemon.answer("200 OK", image(1, "{}"));
        }
        return TrainingDaemon.answer("200 OK", path.equals("/version") ? VERSION : "[]");
    }

    private static String image(int layers, String labels) {
        return IMAGE.formatted(ID, labels, String.join(",", Collections.nCopies(layers, "\"sha256:" + ID + "\"")));
    }

    private String done(String address, String path) {
        Matcher kept = KEPT.matcher(address);
        if (kept.matches()) {
            states.add(kept.group(1));
        }
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
            String start = token + " " + word[0];
            if (word[1].equals("run")) {
                for (String said : List.of(start + " runs\n", start + " ran 0\n")) {
                    output.write(frame(STDOUT, said));
                    output.write(frame(STDERR, said));
                }
            } else {
                output.write(frame(STDOUT, start + " none\n"));
            }
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
