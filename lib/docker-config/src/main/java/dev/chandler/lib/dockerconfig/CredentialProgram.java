package dev.chandler.lib.dockerconfig;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program of the user's that keeps credentials.
 *
 * <p>Speaks the <a href="https://github.com/docker/docker-credential-helpers">protocol of docker-credential-helpers</a>:
 * the server on standard input, JSON or one line of error on standard output.
 */
final class CredentialProgram {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int NOT_FOUND = 127;

    private final String name;
    private final Map<String, String> environment;

    /** Makes a helper called {@code docker-credential-NAME}. */
    CredentialProgram(String name, Map<String, String> environment) {
        this.name = name;
        this.environment = environment;
    }

    Optional<Credentials> get(String server) throws InterruptedException {
        Process process = start();
        try {
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> read(process));
            tell(process, server);
            String text = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).strip();
            int status = process.waitFor();
            if (status == NOT_FOUND) {
                throw failed("there is no such program on the PATH");
            }
            return status == 0 ? Optional.of(credentials(text)) : refused(text);
        } catch (TimeoutException e) {
            throw failed("it does not answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw failed(String.valueOf(e.getMessage()));
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start() {
        // By env, which looks along the PATH of the environment given and not along that of the JVM.
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/env", "docker-credential-" + name, "get")
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private static void tell(Process process, String server) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(server.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It has ended without listening; its status and its words say why.
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** The helpers say in these words that they have nothing, and docker takes that for no login. */
    private Optional<Credentials> refused(String words) {
        if (words.contains("credentials not found")) {
            return Optional.empty();
        }
        throw failed(words.isEmpty() ? "it failed without a word" : words);
    }

    private Credentials credentials(String json) {
        try {
            JsonObject answer = JsonParser.parseString(json).getAsJsonObject();
            String user = answer.get("Username").getAsString();
            return new Credentials(
                    user.equals("<token>") ? "" : user, answer.get("Secret").getAsString());
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            throw failed("its answer is not a Username and a Secret in JSON");
        }
    }

    private EngineException failed(String why) {
        return new EngineException(Problem.of("CH-ENGINE-021", "cannot get credentials from docker-credential-" + name)
                .because(why)
                .remedy("see that the helper works, or take it out of the docker client's config.json"));
    }
}
