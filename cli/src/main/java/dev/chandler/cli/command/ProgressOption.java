package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.progress.BuildViews;
import dev.chandler.cli.progress.ProgressMode;
import dev.chandler.cli.progress.ProgressView;
import picocli.CommandLine.Option;

/** How it is told what a build does. */
final class ProgressOption {

    @Option(
            names = "--progress",
            paramLabel = "HOW",
            order = 33,
            description = "How progress is shown: ${COMPLETION-CANDIDATES}. quiet prints the image's id alone, "
                    + "json an event a line. Default: ${DEFAULT-VALUE}.")
    private ProgressMode progress = ProgressMode.auto;

    /** Shows what goes on; the caller closes it. */
    ProgressView view(Console console, boolean verbose) {
        return progress.view(console, verbose);
    }

    /** Shows what goes on in several builds; the caller closes it. */
    BuildViews views(Console console, boolean verbose) {
        return progress.views(console, verbose);
    }

    /** Whether ids of images are all that is wanted. */
    boolean isQuiet() {
        return progress == ProgressMode.quiet;
    }

    /** Whether somebody reads along. */
    boolean isForPeople() {
        return !isQuiet() && progress != ProgressMode.json;
    }
}
