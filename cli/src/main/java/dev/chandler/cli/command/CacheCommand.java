package dev.chandler.cli.command;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.run.Pruner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chandler cache}: what is kept on an engine. */
final class CacheCommand {

    private CacheCommand() {}

    /** Caches that steps mount come after the rest. */
    private static List<Resource> kept(Engine engine) throws InterruptedException {
        List<Resource> kept = new ArrayList<>();
        List<Resource> resources = engine.resources();
        kept.addAll(kept(resources, Resource.Kind.CHECKPOINT));
        kept.addAll(kept(resources, Resource.Kind.CACHE));
        return kept;
    }

    private static List<Resource> kept(List<Resource> resources, Resource.Kind kind) {
        return resources.stream()
                .filter(resource -> resource.kind() == kind)
                .sorted(Comparator.comparing(Resource::created).reversed())
                .toList();
    }

    /** {@code chandler cache ls}. */
    @Command(
            name = "ls",
            description =
                    "List the checkpoints on an engine, the newest first, then the bases imported from files, then the "
                            + "caches that steps mount.",
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
                for (Resource checkpoint : kept(choice.engine())) {
                    String key = checkpoint
                            .key()
                            .map(digest -> digest.shortHex())
                            .orElse(checkpoint.kind() == Resource.Kind.CACHE ? "cache" : "-");
                    console()
                            .out()
                            .printf(
                                    "%-12s  %-20s  %10s  %s%n",
                                    key, created(checkpoint), Table.size(checkpoint), checkpoint.name());
                }
            }
            return ExitCode.DONE;
        }

        /** A base that was imported from a file has no time of its own, so that it is the same each time. */
        private static String created(Resource checkpoint) {
            boolean timeless = !checkpoint.created().isAfter(Instant.EPOCH);
            if (timeless && checkpoint.kind() == Resource.Kind.CACHE) {
                return "-";
            }
            return timeless ? "base" : checkpoint.created().toString();
        }
    }

    /** {@code chandler cache prune}. */
    @Command(
            name = "prune",
            description = "Remove all checkpoints and caches from an engine, and the verdicts kept here.",
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
                long caches = outcome.removed().stream()
                        .filter(resource -> resource.kind() == Resource.Kind.CACHE)
                        .count();
                console()
                        .out()
                        .println("removed " + (outcome.removed().size() - caches) + " checkpoints"
                                + (caches == 0 ? "" : " and " + caches + (caches == 1 ? " cache" : " caches"))
                                + (busy == 0 ? "" : ", left " + busy + " in use"));
            }
            return ExitCode.DONE;
        }
    }
}
