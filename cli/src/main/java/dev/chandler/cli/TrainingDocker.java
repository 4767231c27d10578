package dev.chandler.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the {@link TrainingDaemon} answers as Docker.
 *
 * <p>It has one image and every state, so that a build of what is there already goes all the way but for the name, and is
 * told that it has been loaded. There is nothing else, and what is to be made is refused.
 */
final class TrainingDocker {

    private static final Pattern STATE = Pattern.compile("/images/.*chandler-cache:([0-9a-f]+)/json");

    private static final Pattern IMAGE = Pattern.compile("/images/" + Training.IMAGE + "(@.*)?/json");

    private TrainingDocker() {}

    /**
     * Answers a request.
     *
     * @param method its method
     * @param address its path and query
     * @return JSON; empty for what is not there
     */
    static Optional<String> answer(String method, String address) {
        String path = address.replaceFirst("\\?.*", "").replaceFirst("^/v[0-9.]+/", "/");
        if (method.equals("POST")) {
            return path.equals("/images/load") ? Optional.of("{\"stream\": \"Loaded image\"}") : Optional.empty();
        }
        if (path.equals("/version")) {
            return Optional.of("{\"Version\": \"20.10\", \"ApiVersion\": \"1.41\", \"MinAPIVersion\": \"1.12\","
                    + " \"Os\": \"linux\", \"Arch\": \"amd64\"}");
        }
        if (path.endsWith("/history")) {
            return Optional.of("[{\"Created\": 0, \"CreatedBy\": \"training\", \"Size\": 1}]");
        }
        Matcher state = STATE.matcher(path);
        if (state.matches()) {
            return Optional.of(image(2, "{\"dev.chandler.key\": \"" + state.group(1) + "\"}"));
        }
        return IMAGE.matcher(path).matches() ? Optional.of(image(1, "null")) : Optional.empty();
    }

    private static String image(int layers, String labels) {
        String hash = "sha256:" + "0".repeat(64);
        String digest = "\"" + hash + "\"";
        return "{\"Id\": " + digest
                + ", \"Created\": \"2026-01-02T03:04:05.678Z\", \"Os\": \"linux\", \"Architecture\": \"amd64\","
                + " \"RepoTags\": [\"" + Training.IMAGE + ":latest\"], \"RepoDigests\": [\"" + Training.IMAGE + "@"
                + hash + "\"], \"RootFS\": {\"Layers\": ["
                + digest + (", " + digest).repeat(layers - 1)
                + "]}, \"Config\": {\"Env\": [\"PATH=/bin\"], \"Cmd\": [\"sh\"],"
                + " \"Labels\": " + labels + "}}";
    }
}
