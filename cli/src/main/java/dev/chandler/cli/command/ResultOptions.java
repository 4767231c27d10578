package dev.chandler.cli.command;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.progress.BuildViews;
import dev.chandler.cli.progress.ProgressView;
import dev.chandler.core.run.BuildResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that end with an image: how it is told what they do, and what came of it. */
final class ResultOptions {

    @Mixin
    private ProgressOption progress = new ProgressOption();

    @Option(names = "--iidfile", paramLabel = "FILE", order = 34, description = "Write the image's id to a file.")
    private @Nullable Path idFile;

    @Option(
            names = "--metadata-file",
            paramLabel = "FILE",
            order = 35,
            description = "Write the image's id, names and, where it has become known, digest to a JSON file.")
    private @Nullable Path metadataFile;

    /** Shows what goes on; the caller closes it. */
    ProgressView view(Console console, boolean verbose) {
        return progress.view(console, verbose);
    }

    /** Shows what goes on in several builds; the caller closes it. */
    BuildViews views(Console console, boolean verbose) {
        return progress.views(console, verbose);
    }

    /**
     * Says what has become of several builds, to people alone.
     *
     * @param ids whether quiet means the ids of all of them
     */
    void summarize(ProjectRun run, boolean ids, Console console) {
        if (progress.isQuiet() && ids) {
            run.ids().forEach(console.out()::println);
        } else if (progress.isForPeople()) {
            console.err().print(run.summary());
        }
    }

    /** Whether the image is to be told of in a file. */
    boolean wantsFiles() {
        return idFile != null || metadataFile != null;
    }

    /** Takes away what an earlier run has written, so that nobody takes it for this one's. */
    void clear(Console console) {
        files(console).forEach(ResultFile::clear);
    }

    /**
     * Tells of the image, if there is one, before it is said that something failed.
     *
     * @throws EngineException if something did
     */
    void report(BuildResult result, Console console) {
        List<Problem> problems = new ArrayList<>(result.problems());
        result.artifact().ifPresent(artifact -> {
            if (progress.isQuiet()) {
                console.out().println(artifact.id());
            }
            files(console).forEach(file -> file.write(result).ifPresent(problems::add));
        });
        if (!problems.isEmpty()) {
            throw new EngineException(problems);
        }
    }

    private List<ResultFile> files(Console console) {
        List<ResultFile> files = new ArrayList<>();
        if (idFile != null) {
            files.add(ResultFile.id(console.workingDirectory().resolve(idFile)));
        }
        if (metadataFile != null) {
            files.add(ResultFile.metadata(console.workingDirectory().resolve(metadataFile)));
        }
        return files;
    }
}
