package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the token is, which is read when it is needed and kept nowhere.
 *
 * @param name what people know the place by: a variable's name, or a file's path as written
 * @param file the file; empty for a variable
 */
record TokenSource(String name, Optional<Path> file) {

    static Optional<TokenSource> read(Setting setting, Path directory, Consumer<Problem> problems) {
        if (setting.kind() == Setting.Kind.TEXT) {
            problems.accept(Problem.of("CH-CONSUL-005", "a token does not belong into a manifest")
                    .at(setting.location())
                    .because("whoever can read the manifest could use it")
                    .remedy("token: {env: NAME}, or token: {file: FILE}; revoke one that was written down"));
            return Optional.empty();
        }
        SettingReader reader = SettingReader.of(setting, SettingsModels.TOKEN, problems);
        Optional<String> env = reader.text("env").filter(each -> !each.isEmpty());
        Optional<String> file = reader.text("file").filter(each -> !each.isEmpty());
        reader.finish();
        if (setting.kind() == Setting.Kind.MAP && env.isPresent() == file.isPresent()) {
            problems.accept(Problem.of("CH-CONSUL-005", "a token is either in \"env\" or in \"file\"")
                    .at(setting.location()));
            return Optional.empty();
        }
        return env.map(TokenSource::variable)
                .or(() -> file.map(each -> new TokenSource(each, Optional.of(directory.resolve(each)))));
    }

    static TokenSource variable(String name) {
        return new TokenSource(name, Optional.empty());
    }

    static TokenSource file(String path) {
        return new TokenSource(path, Optional.of(Path.of(path)));
    }

    String token(Map<String, String> environment) {
        String token = file.isPresent() ? read(file.get()) : environment.getOrDefault(name, "");
        String line = token.strip();
        if (line.isEmpty() || line.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw problem(line.isEmpty() ? "it is empty" : "it is more than one word", null);
        }
        return line;
    }

    private String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw problem("the file cannot be read", e);
        }
    }

    private EngineException problem(String why, @Nullable Throwable cause) {
        Problem problem = Problem.of("CH-CONSUL-008", "there is no token for Consul in \"" + name + "\"")
                .because(why)
                .remedy(file.isPresent() ? "put the token into the file" : "set the variable " + name);
        return cause == null ? new EngineException(problem) : new EngineException(problem, cause);
    }
}
