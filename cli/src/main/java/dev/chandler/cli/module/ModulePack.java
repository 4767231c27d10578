package dev.chandler.cli.module;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.variable.VariableReader;
import dev.chandler.core.module.ModuleDescription;
import dev.chandler.core.module.ModuleFolder;
import dev.chandler.core.module.ModuleReference;
import dev.chandler.core.module.ModuleUse;
import dev.chandler.core.module.content.ModuleContent;
import dev.chandler.core.module.content.ModulePacking;
import dev.chandler.core.module.content.UnfitContentException;
import dev.chandler.lib.files.FileTreeException;
import java.io.IOException;
import java.util.List;

/** Packs a folder of the user's. */
public final class ModulePack {

    private ModulePack() {}

    /**
     * What the archive of a module is called where nobody says it.
     *
     * @param module the module
     * @return such as {@code nginx-1.2.0.tar}
     */
    public static String fileName(ModuleDescription module) {
        return word(module) + "-" + module.version() + ".tar";
    }

    private static String word(ModuleDescription module) {
        return module.name().substring(module.name().lastIndexOf('/') + 1);
    }

    /**
     * Packs a module.
     *
     * @param module its folder
     * @return its content, without archives that were made of it before
     * @throws ManifestException with all that cannot be in one
     * @throws InterruptedException if cancelled
     */
    public static ModuleContent of(ModuleFolder module) throws InterruptedException {
        String archives = word(module.description()) + "-*.tar";
        try {
            ModuleContent content = ModulePacking.packBut(module.folder(), List.of(archives, archives + ".sig"));
            if (content.file(ModuleDescription.FILE).isEmpty()) {
                throw new UnfitContentException(ModuleDescription.FILE + " is left out by .chandlerignore");
            }
            return content;
        } catch (UnfitContentException e) {
            throw new ManifestException(e.reasons().stream()
                    .map(reason -> Problem.of("CH-MODULE-040", "the folder \"" + module.shown() + "\" cannot be packed")
                            .because(reason)
                            .remedy("change that, or leave it out by .chandlerignore"))
                    .toList());
        } catch (FileTreeException e) {
            throw new ManifestException(e.problems());
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while packing " + module.folder());
            }
            throw new ManifestException(
                    Problem.of("CH-MODULE-040", "the folder \"" + module.shown() + "\" cannot be packed")
                            .because(String.valueOf(e.getMessage()))
                            .remedy("see that its files can be read"));
        }
    }

    /**
     * Holds a module against being of use to nobody else.
     *
     * @param module what is to be shared
     * @throws ManifestException if it requires folders, which others don't have, or what means nothing, or if its parameters
     *     cannot be read
     */
    public static void requireShareable(ModuleDescription module) {
        ProblemLog problems = new ProblemLog();
        VariableReader parameters = new VariableReader(problems);
        module.parameters().ifPresent(parameters::add);
        parameters.parameters();
        module.requires().forEach(use -> requireShareable(use, problems));
        problems.throwIfAny();
    }

    private static void requireShareable(ModuleUse use, ProblemLog problems) {
        try {
            if (ModuleReference.parse(use.reference(), use.place()) instanceof ModuleReference.Folder) {
                problems.accept(Problem.of("CH-MODULE-062", "\"" + use.reference() + "\" is a folder of yours")
                        .at(use.place())
                        .because("who gets the module from elsewhere does not have it")
                        .remedy("share that module too, and require it by its name or place, with a range"));
            }
        } catch (ManifestException e) {
            e.problems().forEach(problems);
        }
    }
}
