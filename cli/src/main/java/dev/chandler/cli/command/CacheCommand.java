package dev.chandler.cli.command;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.run.Pruner;
import java.time.Instant;
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
            description = "List the checkpoints on an engine, the newest first, then the bases imported from files.",
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
                                    key, created(checkpoint), size(checkpoint), checkpoint.name());
                }
            }
            return ExitCode.DONE;
        }

        /** A base that was imported from a file has no time of its own, so that it is the same each time. */
        private static String created(Resource checkpoint) {
            boolean timeless = !checkpoint.created().isAfter(Instant.EPOCH);
            return timeless ? "base" : checkpoint.created().toString();
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
            Pruner pruner = new Pruner(wiring.builds(), wiring.cache());
            try (EngineChoice choice = wiring.engines("cache").select(engine.request(console()))) {
                Pruner.Outcome outcome = pruner.prune(choice.engine());
                int busy = outcome.busy().size();
                console()
                        .out()
                        .println("removed " + outcome.removed().size() + " checkpoints"
                                + (busy == 0 ? "" : ", left " + busy + " in use"));
            }
            return ExitCode.DONE;
        }
    }
}
