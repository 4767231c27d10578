package dev.chandler.cli.command;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.engine.EngineChoice;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chandler cache}: what is kept on an engine. */
final class CacheCommand {

    private CacheCommand() {}

    private static List<Resource> checkpoints(Engine engine) throws InterruptedException {
        return engine.resources().stream()
                .filter(resource -> resource.kind() == Resource.Kind.CHECKPOINT)
                .sorted(Comparator.comparing(Resource::created).reversed())
                .toList();
    }

    /** {@code chandler cache ls}. */
    @Command(
            name = "ls",
            description = "List the checkpoints on an engine, the newest first.",
            footer = {"  chandler cache ls"})
    static final class Ls extends ChandlerCommand {

        @Mixin
        private EngineOptions engine = new EngineOptions();

        Ls(Console console) {
            super(console);
        }

        @Override
        protected ExitCode run(Wiring wiring) throws InterruptedException {
            try (EngineChoice choice = wiring.engines("cache").select(engine.request(console()))) {
                for (Resource checkpoint : checkpoints(choice.engine())) {
                    String key =
                            checkpoint.key().map(digest -> digest.shortHex()).orElse("-");
                    console()
                            .out()
                            .printf(
                                    "%-12s  %-20s  %10s  %s%n",
                                    key, checkpoint.created(), size(checkpoint), checkpoint.name());
                }
            }
            return ExitCode.DONE;
        }

        private static String size(Resource checkpoint) {
            return checkpoint.sizeBytes() < 0 ? "-" : String.format("%.1f MB", checkpoint.sizeBytes() / 1e6);
        }
    }

    /** {@code chandler cache prune}. */
    @Command(
            name = "prune",
            description = "Remove all checkpoints from an engine, and the verdicts kept here.",
            footer = {"  chandler cache prune"})
    static final class Prune extends ChandlerCommand {

        @Mixin
        private EngineOptions engine = new EngineOptions();

        Prune(Console console) {
            super(console);
        }

        @Override
        protected ExitCode run(Wiring wiring) throws InterruptedException {
            if (!wiring.builds().running().isEmpty()) {
                throw new EngineException(
                        Problem.of("CH-CACHE-003", "a build is running, and may need what would be removed")
                                .remedy("try again when it is done"));
            }
            int removed = 0;
            int busy = 0;
            try (EngineChoice choice = wiring.engines("cache").select(engine.request(console()))) {
                for (Resource checkpoint : checkpoints(choice.engine())) {
                    if (choice.engine().remove(checkpoint)) {
                        removed++;
                    } else {
                        busy++;
                    }
                }
            }
            wiring.cache().clear();
            console()
                    .out()
                    .println("removed " + removed + " checkpoints" + (busy == 0 ? "" : ", left " + busy + " in use"));
            return ExitCode.DONE;
        }
    }
}
