package dev.chandler.provisioner.exec;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.api.settings.SettingShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs text by the step's shell, or a script of the client; plain text in a manifest and {@code run:} arrive here.
 *
 * <p>{@code {script: FILE, args: […]}} is a file relative to the folder of the manifest's file. It is run by what its
 * {@code #!} line names, else by {@code /bin/sh -e}, and stays in the instance no longer than it runs.
 * Beside it, {@code stdin} is what it reads: text, or {@code {file: FILE}}, and {@code allow-exit-codes} are those with
 * which it has done what it should, {@code 0} alone where nothing is said.
 */
public final class ExecProvisioner implements Provisioner {

    /** Makes the provisioner. */
    public ExecProvisioner() {}

    @Override
    public String id() {
        return "exec";
    }

    @Override
    public String keyVersion() {
        return "1";
    }

    @Override
    public SettingKey settings() {
        return SettingKey.of(
                        id(),
                        SettingShape.either(SettingShape.text(), SettingShape.map(SettingsModels.SCRIPT)),
                        "[the command](#exec), or a script of the client")
                .shown("text, or a map");
    }

    @Override
    public boolean servesModules() {
        return true;
    }

    @Override
    public PreparedStep prepare(ProvisionRequest request) throws InterruptedException {
        List<Problem> problems = new ArrayList<>();
        Optional<Program> program = tried(() -> program(request), problems);
        Optional<Input> input = tried(() -> input(request), problems);
        Optional<ExitCodes> allowed = tried(() -> allowed(request), problems);
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return new ExecStep(program.orElseThrow(), input.orElseThrow(), allowed.orElseThrow());
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws InterruptedException;
    }

    private static <T> Optional<T> tried(Reading<T> reading, List<Problem> problems) throws InterruptedException {
        try {
            return Optional.of(reading.read());
        } catch (ManifestException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    private static Input input(ProvisionRequest request) throws InterruptedException {
        Setting stdin = request.beside().get("stdin");
        if (stdin == null) {
            return Input.NONE;
        }
        return switch (stdin.kind()) {
            case TEXT -> new TextInput(stdin.text());
            case MAP -> new FileInput(HostFile.find(file(stdin), request));
            case LIST -> throw new ManifestException(SettingReader.wrongType(stdin, "text, or {file: FILE}"));
        };
    }

    private static ExitCodes allowed(ProvisionRequest request) {
        Setting codes = request.beside().get("allow-exit-codes");
        return codes == null ? ExitCodes.ZERO : ExitCodes.read(codes);
    }

    /** The file that a map names. */
    private static Setting file(Setting map) {
        List<Problem> problems = new ArrayList<>();
        SettingReader reader = SettingReader.of(map, SettingsModels.STDIN, problems::add);
        reader.requiredText("file");
        Optional<Setting> file = reader.any("file");
        reader.finish();
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return file.orElseThrow();
    }

    private static Program program(ProvisionRequest request) throws InterruptedException {
        Setting settings = request.settings();
        return switch (settings.kind()) {
            case TEXT -> text(settings, request.shell());
            case MAP -> script(settings, request);
            case LIST ->
                throw new ManifestException(SettingReader.wrongType(settings, "a command")
                        .remedy("write it as text, several lines after \"|\""));
        };
    }

    private static ShellText text(Setting text, List<String> shell) {
        if (text.text().isBlank()) {
            throw new ManifestException(
                    Problem.of("CH-MANIFEST-012", "empty command").at(text.location()));
        }
        return new ShellText(text.text(), shell);
    }

    private static ScriptFile script(Setting map, ProvisionRequest request) throws InterruptedException {
        List<Problem> problems = new ArrayList<>();
        SettingReader reader = SettingReader.of(map, SettingsModels.SCRIPT, problems::add);
        reader.requiredText("script");
        Optional<Setting> script = reader.any("script");
        List<String> args = args(reader, problems);
        reader.finish();
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return new ScriptFile(HostFile.find(script.orElseThrow(), request), args);
    }

    /** Words; text is refused, since it could mean one word, or a line for a shell. */
    private static List<String> args(SettingReader reader, List<Problem> problems) {
        Optional<Setting> args = reader.any("args");
        if (args.isPresent() && args.get().kind() != Setting.Kind.LIST) {
            problems.add(SettingReader.wrongType(args.get(), "a list of words").remedy("write args: [first, second]"));
            return List.of();
        }
        return reader.texts("args");
    }
}
