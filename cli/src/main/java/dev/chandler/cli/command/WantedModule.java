package dev.chandler.cli.command;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Wiring;
import dev.chandler.core.module.FetchedModule;
import dev.chandler.core.module.ModuleReference;
import dev.chandler.core.module.ModuleSource;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A module that is named on the command line.
 *
 * @param text a folder, or a reference as manifests have it
 * @param here what a folder is relative to
 */
record WantedModule(String text, Path here) {

    private static final Location COMMAND_LINE = new Location("command line", 1, 1);

    /** What it means. */
    ModuleReference reference() {
        if (isFolder()) {
            return new ModuleReference.Folder(here.resolve(text).normalize().toString());
        }
        return unplaced(() -> ModuleReference.parse(text, COMMAND_LINE));
    }

    /** What is wrong with a word of the command line is in no file. */
    private static ModuleReference unplaced(Supplier<ModuleReference> read) {
        try {
            return read.get();
        } catch (ManifestException e) {
            Problem said = e.problems().get(0);
            if (said.where().filter(COMMAND_LINE::equals).isEmpty()) {
                throw e;
            }
            throw new ManifestException(Problem.of(said.code(), said.what())
                    .because(said.why().orElse(null))
                    .remedy(said.remedy().orElse(null)));
        }
    }

    private boolean isFolder() {
        try {
            return Files.isDirectory(here.resolve(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The registry's repository that it has to be. */
    ModuleReference.Registry registry() {
        if (reference() instanceof ModuleReference.Registry registry) {
            return registry;
        }
        throw wrong("modules are pushed to registries, and this names none");
    }

    /** The place that has it; a name means what it means in the project. */
    ModuleSource source(Wiring wiring) {
        ModuleReference reference = reference();
        ModuleReference mapped = reference instanceof ModuleReference.Named named
                ? unplaced(() -> wiring.projectModules().names().resolve(named, COMMAND_LINE))
                : reference;
        return wiring.modulePlaces().of(mapped, Optional.empty());
    }

    /** Brings its newest version to this machine. */
    FetchedModule fetch(ModuleSource source) throws InterruptedException {
        return source.fetch(version(source), Optional.empty());
    }

    /** The newest of its versions that is asked for. */
    String version(ModuleSource source) throws InterruptedException {
        Optional<List<String>> versions = source.versions();
        if (versions.isEmpty()) {
            return reference().range().exact().orElseThrow(() -> wrong("its place can't say which versions there are"));
        }
        return reference()
                .range()
                .newest(versions.get())
                .orElseThrow(() -> new EngineException(Problem.of(
                                "CH-MODULE-045",
                                "there is no version of \"" + text + "\" in "
                                        + reference().range())
                        .because(
                                versions.get().isEmpty()
                                        ? "there is none at all"
                                        : "there are: "
                                                + String.join(
                                                        ", ",
                                                        versions.get().stream()
                                                                .sorted()
                                                                .toList()))
                        .remedy("ask for another range")));
    }

    private ManifestException wrong(String why) {
        return new ManifestException(Problem.of("CH-MODULE-061", "\"" + text + "\" is not what is wanted here")
                .because(why)
                .remedy("name HOST[:PORT]/NAME, such as registry.example.org/teams/nginx"));
    }
}
