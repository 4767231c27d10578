package dev.chandler.cli.command;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.manifest.source.SourceReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chandler init}: writes a manifest to start from. */
@Command(
        name = "init",
        description = "Write a minimal chandler.yml, and the JSON Schema that its first line names for editors.",
        footer = {"  chandler init", "  chandler init app && chandler build -f app"})
final class InitCommand extends ChandlerCommand {

    private static final String MANIFEST = """
            # What is built, from what, how, and what must be true of it.
            name: NAME
            vars:
              greeting: hello from chandler
            base: busybox
            install:
              - echo [=sh(greeting)] > /greeting
            script:
              - test -s /greeting
            artifact:
              repo: NAME
              cmd: [cat, /greeting]
            """;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            description = "The folder, made where it is missing. Default: the one you stand in.")
    private Path folder = Path.of(".");

    InitCommand(Console console) {
        super(console);
    }

    @Override
    protected Path project() {
        return ProjectFolder.of(absolute(folder).normalize().resolve(ProjectFolder.MANIFEST));
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        Path target = absolute(folder).normalize();
        Path file = target.resolve(ProjectFolder.MANIFEST);
        makeFolder(target);
        Path schema = ProjectFolder.of(target).resolve(ManifestSchema.FILE);
        ManifestSchema content = ManifestSchema.of(ManifestSchema.Of.manifest, wiring);
        try {
            Files.writeString(file, manifest(target, schema), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new ManifestException(
                    Problem.of("CH-CLI-003", "there is a manifest already: " + file)
                            .remedy("name another folder, or edit it"),
                    e);
        } catch (IOException e) {
            throw unwritable("cannot write " + file, e);
        }
        write(schema, content);
        Path here = console().workingDirectory();
        String shown = here.relativize(target).toString();
        String where = target.equals(here.normalize()) ? "" : " -f " + quoted(shown);
        console()
                .out()
                .println("wrote " + here.relativize(file) + ", and its schema for editors; next: chandler build"
                        + where);
        return ExitCode.DONE;
    }

    /** The schema is the project's, which several manifests may share. */
    private static String manifest(Path target, Path schema) {
        String path = SourceReader.realPath(target).relativize(schema).toString();
        return ManifestSchema.header(path) + MANIFEST.replace("NAME", name(target));
    }

    private static void write(Path file, ManifestSchema schema) {
        makeFolder(file.resolveSibling(".").normalize());
        try {
            Files.writeString(file, schema.text());
        } catch (IOException e) {
            throw unwritable("cannot write " + file, e);
        }
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable("cannot make the folder " + folder, e);
        }
    }

    private static EngineException unwritable(String what, IOException e) {
        return new EngineException(
                Problem.of("CH-CLI-004", what)
                        .because(FileTrouble.words(e))
                        .remedy("name another folder, or see to it that this one may be written"),
                e);
    }

    /** For a shell, where it has to be. */
    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9_./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }

    /** A repository's name is lower-case letters and digits, with single dashes between them. */
    private static String name(Path folder) {
        Path last = folder.getFileName();
        String name = (last == null ? "" : last.toString())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return name.isEmpty() ? "app" : name;
    }
}
