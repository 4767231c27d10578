package dev.chandler.core.manifest;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.module.ModuleFolder;
import dev.chandler.core.module.ModuleReference;
import dev.chandler.core.module.ModuleUse;
import dev.chandler.core.module.ResolvedModules;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the modules that uses mean: those of a manifest by themselves, those of a module among what it requires. */
final class ModuleRequirements {

    private final Optional<ResolvedModules> modules;
    private final ProblemLog problems;

    ModuleRequirements(Optional<ResolvedModules> modules, ProblemLog problems) {
        this.modules = modules;
        this.problems = problems;
    }

    /** What a use in a manifest is for a resolver. */
    static ModuleUse asked(ResolvedStep.Use use) {
        return new ModuleUse(
                use.reference().text(), use.file().directory(), use.reference().location());
    }

    /**
     * Finds a module.
     *
     * @param use who wants it
     * @param user the module whose step that is; empty for a manifest
     * @return the module; empty where it is not known, which was reported
     */
    Optional<ModuleFolder> find(ResolvedStep.Use use, Optional<UsedModule> user) {
        if (modules.isEmpty()) {
            return Optional.empty();
        }
        return user.isEmpty() ? Optional.of(modules.get().of(asked(use))) : among(use, user.get(), modules.get());
    }

    /**
     * Finds a folder of the user's that a manifest names.
     *
     * @param use who would want it
     * @param workingDirectory what messages name files relative to
     * @return the module; empty where the reference is another, or is wrong, which was reported
     */
    Optional<ModuleFolder> folder(ResolvedStep.Use use, Path workingDirectory) {
        ModuleUse asked = asked(use);
        try {
            return ModuleReference.parse(asked.reference(), asked.place()) instanceof ModuleReference.Folder
                    ? Optional.of(ModuleFolder.read(
                            asked.directory().resolve(asked.reference()).normalize(),
                            workingDirectory,
                            Optional.of(asked.place())))
                    : Optional.empty();
        } catch (ManifestException e) {
            e.problems().forEach(problems);
            return Optional.empty();
        }
    }

    private Optional<ModuleFolder> among(ResolvedStep.Use use, UsedModule user, ResolvedModules resolved) {
        String written = use.reference().text();
        Map<String, ModuleFolder> known = new LinkedHashMap<>();
        for (ModuleUse required : user.module().description().requires()) {
            ModuleFolder module = resolved.of(required);
            if (required.reference().equals(written)
                    || withoutRange(required.reference()).equals(written)
                    || module.description().name().equals(written)) {
                return Optional.of(module);
            }
            known.put(withoutRange(required.reference()), module);
        }
        String name = user.module().description().name();
        problems.accept(Problem.of("CH-MODULE-003", "\"" + written + "\" is not among what \"" + name + "\" requires")
                .at(use.reference().location())
                .because(
                        known.isEmpty() ? "it requires no modules" : "it requires " + String.join(", ", known.keySet()))
                .remedy(SettingReader.didYouMean(written, known.keySet())
                        .orElse("add it to requires: {modules: […]}, there with its range")));
        return Optional.empty();
    }

    /** A range stands behind the last {@code @}, but for what is an address. */
    private static String withoutRange(String reference) {
        int at = reference.lastIndexOf('@');
        return at < 0 || reference.contains("://") ? reference : reference.substring(0, at);
    }
}
