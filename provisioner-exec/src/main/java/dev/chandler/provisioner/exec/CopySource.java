package dev.chandler.provisioner.exec;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.lib.files.FileTree;
import dev.chandler.lib.files.FileTreeException;
import dev.chandler.lib.files.IgnoreFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the files that a copy takes. */
final class CopySource {

    private final CopySettings settings;
    private final ProvisionRequest request;
    private final Path directory;

    private CopySource(CopySettings settings, ProvisionRequest request) {
        this.settings = settings;
        this.request = request;
        this.directory = request.directory();
    }

    /** Looks at what is to be copied; every problem is the manifest's, for nothing has been started. */
    static FileTree scan(CopySettings settings, ProvisionRequest request) throws InterruptedException {
        List<Problem> problems = new ArrayList<>(settings.problems());
        CopySource source = new CopySource(settings, request);
        @Nullable FileTree tree = null;
        try {
            tree = source.scan();
        } catch (FileTreeException e) {
            e.problems().forEach(problem -> problems.add(source.placed(problem)));
        } catch (ManifestException e) {
            problems.addAll(e.problems());
        }
        if (tree == null || !problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return tree;
    }

    private Problem placed(Problem problem) {
        return problem.where().isPresent() ? problem : problem.at(settings.fromLocation());
    }

    private FileTree scan() throws FileTreeException, InterruptedException {
        Path from = from();
        request.requireInside(from, settings.fromLocation());
        if (Files.isDirectory(from)) {
            FileTree tree = FileTree.scan(from, rules(from));
            requireSomething(tree);
            return tree;
        }
        FileTree tree = FileTree.scan(from, List.of());
        settings.excludeLocation().ifPresent(location -> {
            throw new ManifestException(Problem.of("CH-COPY-001", "\"exclude\" is for folders")
                    .at(location)
                    .because("\"" + settings.from() + "\" is a file"));
        });
        return tree;
    }

    private Path from() {
        try {
            return directory.resolve(settings.from()).normalize();
        } catch (InvalidPathException e) {
            throw new ManifestException(
                    Problem.of("CH-COPY-002", "no path: \"" + settings.from() + "\"")
                            .at(settings.fromLocation())
                            .because(e.getReason()),
                    e);
        }
    }

    private List<FileTree.Rules> rules(Path folder) throws FileTreeException {
        List<FileTree.Rules> rules = new ArrayList<>();
        rules.add(new FileTree.Rules(settings.exclude(), ""));
        Optional<IgnoreFile> own = IgnoreFile.in(folder);
        if (own.isPresent()) {
            rules.add(new FileTree.Rules(own.get().rules(), ""));
        } else {
            rulesAbove(folder).ifPresent(rules::add);
        }
        return rules;
    }

    private Optional<FileTree.Rules> rulesAbove(Path folder) throws FileTreeException {
        Path real = real(folder);
        Path realDirectory = real(directory);
        if (!real.startsWith(realDirectory)) {
            return Optional.empty();
        }
        String prefix = realDirectory.relativize(real).toString();
        return IgnoreFile.in(directory).map(file -> new FileTree.Rules(file.rules(), prefix));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private void requireSomething(FileTree tree) {
        if (tree.entries().isEmpty() && tree.excludedAny()) {
            throw new ManifestException(Problem.of("CH-COPY-003", "nothing is left of \"" + settings.from() + "\"")
                    .at(settings.fromLocation())
                    .because("\"exclude\" or the ignore file excludes all that is in it"));
        }
    }
}
