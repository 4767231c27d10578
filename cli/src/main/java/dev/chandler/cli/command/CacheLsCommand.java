package dev.chandler.cli.command;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.states.KeptState;
import dev.chandler.core.states.StateUse;
import dev.chandler.core.states.StateUses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chandler cache ls}. */
@Command(
        name = "ls",
        description = {
            "List what is kept on an engine: states, those that were used last first, then bases made of files, then the "
                    + "caches that steps mount.",
            "Who has used a state, and when, is known of your own builds on this machine alone."
        },
        footer = {"  chandler cache ls", "  chandler cache ls --json"})
final class CacheLsCommand extends ChandlerCommand {

    private static final String UNKNOWN = "-";

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    CacheLsCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        List<KeptState> kept = new ArrayList<>();
        try (EngineChoice choice = wiring.engines("cache").select(engine.request(console()))) {
            Engine chosen = choice.engine();
            List<Resource> resources = chosen.resources();
            KeptState.of(chosen, resources, new StateUses(wiring.cache(), chosen)).stream()
                    .sorted(lastUsedFirst())
                    .forEach(kept::add);
            resources.stream()
                    .filter(resource -> resource.kind() == Resource.Kind.CACHE)
                    .sorted(Comparator.comparing(Resource::name))
                    .map(KeptState::unused)
                    .forEach(kept::add);
        }
        if (json.isGiven()) {
            console()
                    .out()
                    .println(PrettyJson.of(
                            kept.stream().map(CacheLsCommand::json).toList()));
        } else {
            print(kept, Instant.now());
        }
        return ExitCode.DONE;
    }

    /** States before bases. */
    private static Comparator<KeptState> lastUsedFirst() {
        return Comparator.comparing((KeptState state) -> state.resource().kind())
                .thenComparing(Comparator.comparing(KeptState::lastUsed).reversed())
                .thenComparing(state -> state.resource().id());
    }

    private void print(List<KeptState> kept, Instant now) {
        if (kept.isEmpty()) {
            console().out().println("nothing is kept");
            return;
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"KEY", "SIZE", "AGE", "LAST USED", "BY", "NAME"});
        kept.forEach(state -> rows.add(row(state, now)));
        console().out().print(Table.of(rows));
        console().out().println(sum(kept));
    }

    private static String[] row(KeptState state, Instant now) {
        Resource resource = state.resource();
        boolean isState = resource.kind() == Resource.Kind.CHECKPOINT;
        return new String[] {
            isState ? resource.key().map(Digest::shortHex).orElse(UNKNOWN) : kind(resource),
            Table.size(resource),
            hasTime(resource) ? age(resource.created(), now) : UNKNOWN,
            state.use().map(use -> age(use.at(), now) + " ago").orElse(isState ? "not by this user here" : UNKNOWN),
            state.use().map(use -> use.manifest() + " " + use.step()).orElse(UNKNOWN),
            resource.name()
        };
    }

    /** A base that was imported from a file has no time of its own on every engine, so that it is the same each time. */
    private static boolean hasTime(Resource resource) {
        return resource.created().isAfter(Instant.EPOCH);
    }

    private static String kind(Resource resource) {
        return switch (resource.kind()) {
            case CHECKPOINT -> "state";
            default -> resource.kind().name().toLowerCase(Locale.ROOT);
        };
    }

    static String age(Instant then, Instant now) {
        Duration age = Duration.between(then, now);
        if (age.compareTo(Duration.ofMinutes(1)) < 0) {
            return Math.max(0, age.toSeconds()) + " s";
        }
        if (age.compareTo(Duration.ofHours(1)) < 0) {
            return age.toMinutes() + " min";
        }
        return age.compareTo(Duration.ofDays(2)) < 0 ? age.toHours() + " h" : age.toDays() + " d";
    }

    private static String sum(List<KeptState> kept) {
        long known = kept.stream()
                .mapToLong(state -> Math.max(0, state.resource().sizeBytes()))
                .sum();
        long unknown =
                kept.stream().filter(state -> state.resource().sizeBytes() < 0).count();
        String size = unknown == kept.size() ? "the engine does not say how large" : Table.size(known);
        return counts(kept.stream().map(KeptState::resource)) + ": " + size
                + (unknown == 0 || unknown == kept.size()
                        ? ""
                        : ", and " + unknown + " of which the engine does not say how large");
    }

    /** {@code 2 states, 1 base}. */
    static String counts(Stream<Resource> resources) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        resources.forEach(resource -> counts.merge(kind(resource), 1, Integer::sum));
        List<String> words = new ArrayList<>();
        counts.forEach((kind, count) -> words.add(count + " " + kind + (count == 1 ? "" : "s")));
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }

    /** One thing for programs; what is not known is left out. */
    static Map<String, Object> json(KeptState state) {
        Resource resource = state.resource();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", kind(resource));
        resource.key().ifPresent(key -> json.put("key", key.hex()));
        json.put("id", resource.id());
        json.put("name", resource.name());
        if (resource.sizeBytes() >= 0) {
            json.put("sizeBytes", resource.sizeBytes());
        }
        if (hasTime(resource)) {
            json.put("created", resource.created().toString());
        }
        state.use().ifPresent(use -> put(use, json));
        return json;
    }

    private static void put(StateUse use, Map<String, Object> json) {
        json.put("lastUsed", use.at().toString());
        json.put("manifest", use.manifest());
        json.put("folder", use.folder());
        json.put("step", use.step());
        json.put("title", use.title());
    }
}
