package dev.chandler.core.secret;

import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.SecretSource;
import dev.chandler.core.manifest.SecretSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads secrets where the client has them. Stateless and thread-safe: each question reads anew. */
public final class SecretSources {

    /** More is no secret but a file to be copied. */
    static final int LIMIT_BYTES = 512 * 1024;

    private final Map<String, String> environment;
    private final RegistryLogins logins;

    /**
     * Makes a reader.
     *
     * @param environment the client's environment
     * @param logins what the user can show to registries
     */
    public SecretSources(Map<String, String> environment, RegistryLogins logins) {
        this.environment = Map.copyOf(environment);
        this.logins = logins;
    }

    /**
     * Reads one.
     *
     * @throws EngineException if it is not there, empty, or too large
     */
    SecretValue read(SecretSpec spec) throws InterruptedException {
        SecretValue value = value(spec);
        if (value.length() == 0) {
            throw new EngineException(Problem.of("CH-SECRET-005", "the secret \"" + spec.name() + "\" is empty")
                    .at(spec.location())
                    .because(spec.source().words() + " has nothing in it"));
        }
        if (value.bytes().length > LIMIT_BYTES) {
            throw tooLarge(spec);
        }
        return value;
    }

    private SecretValue value(SecretSpec spec) throws InterruptedException {
        SecretSource source = spec.source();
        if (source instanceof SecretSource.Variable variable) {
            return new SecretValue(spec.name(), variable(spec, variable.variable()), List.of());
        }
        if (source instanceof SecretSource.HostFile file) {
            return new SecretValue(spec.name(), file(spec, file.path()), List.of());
        }
        if (source instanceof SecretSource.Output output) {
            return new SecretValue(spec.name(), output(spec, output), List.of());
        }
        return login(spec, ((SecretSource.DockerLogin) source).registry());
    }

    private byte[] variable(SecretSpec spec, String variable) {
        String text = environment.get(variable);
        if (text == null) {
            throw missing(spec, "the environment has no " + variable, "set it, and export it");
        }
        if (text.indexOf('\uFFFD') >= 0) {
            throw missing(spec, variable + " is no text in this locale", "use a file, or a locale of UTF-8");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] file(SecretSpec spec, Path path) {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw missing(spec, path + " is no regular file", null);
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(LIMIT_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw missing(spec, "there is no file " + path, "make it, or correct the path");
        } catch (IOException e) {
            throw missing(spec, path + ": " + e.getClass().getSimpleName(), null);
        }
    }

    private byte[] output(SecretSpec spec, SecretSource.Output output) throws InterruptedException {
        try {
            byte[] bytes = new SecretCommand(output.argv(), output.directory(), environment, SecretCommand.PATIENCE)
                    .read(LIMIT_BYTES + 2);
            if (bytes.length > LIMIT_BYTES + 1) {
                throw tooLarge(spec);
            }
            return withoutLineBreak(bytes);
        } catch (SecretCommand.Failed e) {
            throw missing(spec, output.words() + ": " + e.getMessage(), "run it by hand to see what it lacks");
        }
    }

    private static byte[] withoutLineBreak(byte[] bytes) {
        int end = bytes.length;
        return end > 0 && bytes[end - 1] == '\n' ? Arrays.copyOf(bytes, end - 1) : bytes;
    }

    private SecretValue login(SecretSpec spec, String registry) throws InterruptedException {
        Optional<RegistryLogins.Login> login;
        try {
            login = logins.login(registry);
        } catch (ChandlerException e) {
            Problem problem = e.problems().get(0);
            throw missing(
                    spec,
                    problem.what() + problem.why().map(why -> ": " + why).orElse(""),
                    problem.remedy().orElse(null));
        }
        RegistryLogins.Login found = login.orElseThrow(() ->
                missing(spec, "the docker client has no login for \"" + registry + "\"", "docker login " + registry));
        return new SecretValue(
                spec.name(),
                found.file().getBytes(StandardCharsets.UTF_8),
                found.secrets().stream()
                        .map(each -> each.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    private static EngineException tooLarge(SecretSpec spec) {
        return new EngineException(Problem.of("CH-SECRET-005", "the secret \"" + spec.name() + "\" is too large")
                .at(spec.location())
                .because("a secret has at most " + LIMIT_BYTES / 1024 + " KiB"));
    }

    private static EngineException missing(SecretSpec spec, String why, @Nullable String remedy) {
        return new EngineException(Problem.of("CH-SECRET-004", "cannot get the secret \"" + spec.name() + "\"")
                .at(spec.location())
                .because(why)
                .remedy(remedy));
    }
}
