package dev.chandler.core.module;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Modules that are folders of this machine, and no others, in tests. */
public final class FolderModules implements ModuleResolver {

    private static final int LIMIT_MODULES = 1000;

    private final Path workingDirectory;

    public FolderModules(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    @Override
    public ResolvedModules resolve(List<ModuleUse> uses) {
        ProblemLog problems = new ProblemLog();
        Map<Path, Optional<ModuleFolder>> found = new HashMap<>();
        Deque<ModuleUse> open = new ArrayDeque<>(uses);
        while (!open.isEmpty() && found.size() < LIMIT_MODULES) {
            ModuleUse use = open.remove();
            Optional<Path> folder = folder(use, problems);
            if (folder.isPresent() && !found.containsKey(folder.get())) {
                Optional<ModuleFolder> module = read(folder.get(), use, problems);
                found.put(folder.get(), module);
                module.ifPresent(each -> open.addAll(each.description().requires()));
            }
        }
        problems.throwIfAny();
        return use -> folder(use, problems)
                .flatMap(folder -> found.getOrDefault(folder, Optional.empty()))
                .orElseThrow(() -> new IllegalArgumentException("not resolved: " + use));
    }

    private Optional<Path> folder(ModuleUse use, ProblemLog problems) {
        String reference = use.reference();
        if (!ModuleReference.isFolder(reference)) {
            problems.accept(Problem.of("CH-MODULE-002", "there is no module \"" + reference + "\"")
                    .at(use.place())
                    .because("only folders are looked into here")
                    .remedy("write a path that begins with ./, ../ or /"));
            return Optional.empty();
        }
        try {
            return Optional.of(SourceReader.realPath(use.directory().resolve(reference)));
        } catch (InvalidPathException e) {
            problems.accept(Problem.of("CH-MODULE-002", "no path: \"" + reference + "\"")
                    .at(use.place())
                    .because(e.getReason()));
            return Optional.empty();
        }
    }

    private Optional<ModuleFolder> read(Path folder, ModuleUse use, ProblemLog problems) {
        SourceReader reader = new SourceReader(workingDirectory, problems);
        Path written = use.directory().resolve(use.reference()).normalize();
        Path file = written.resolve(ModuleDescription.FILE);
        if (!Files.isRegularFile(file)) {
            problems.accept(Problem.of("CH-MODULE-002", "there is no module in \"" + use.reference() + "\"")
                    .at(use.place())
                    .because("there is no file " + reader.nameOf(file)));
            return Optional.empty();
        }
        return reader.read(file, use.place())
                .flatMap(new ModuleDescriptionReader(problems)::read)
                .map(description -> new ModuleFolder(description, folder, reader.nameOf(written)));
    }
}
