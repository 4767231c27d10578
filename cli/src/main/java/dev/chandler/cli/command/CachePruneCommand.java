package dev.chandler.cli.command;

import dev.chandler.api.engine.Resource;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.manifest.ByteSize;
import dev.chandler.core.run.Pruner;
import dev.chandler.core.states.KeptState;
import dev.chandler.core.states.PruneCriteria;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chandler cache prune}. */
@Command(
        name = "prune",
        description = {
            "Remove states from an engine: those that all options given apply to; without any, those that no build can "
                    + "find any more, since another has taken their place.",
            "What a build needs that runs is never removed, nor what something lies on that stays."
        },
        footer = {
            "  chandler cache prune --unused-for 7d",
            "  chandler cache prune --older-than 1d --keep-size 10g",
            "  chandler cache prune --all --dry-run"
        })
final class CachePruneCommand extends ChandlerCommand {

    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhdw])");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            order = 20,
            description = "States that were made longer ago, such as 12h, 7d or 2w.")
    private @Nullable String olderThan;

    @Option(
            names = "--unused-for",
            paramLabel = "TIME",
            order = 21,
            description = "States that your builds on this machine have used, but not for so long.")
    private @Nullable String unusedFor;

    @Option(
            names = "--keep-size",
            paramLabel = "SIZE",
            order = 22,
            description = "No more than it takes for states and bases to be no larger than SIZE, such as 500m or 10g; "
                    + "those go first that were not used for longest.")
    private @Nullable String keepSize;

    @Option(
            names = "--all",
            order = 23,
            description = "All states, bases made of files and caches that steps mount, and what is known of any here.")
    private boolean all;

    @Option(names = "--dry-run", order = 24, description = "Say what would be removed, and remove nothing.")
    private boolean dryRun;

    @Option(names = "--json", order = 25, description = "Print JSON.")
    private boolean json;

    CachePruneCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        PruneCriteria criteria = criteria();
        Pruner pruner = new Pruner(wiring.builds(), wiring.cache(), Clock.systemUTC());
        try (EngineChoice choice = wiring.engines("cache").select(engine.request(console()))) {
            Pruner.Outcome outcome =
                    dryRun ? pruner.look(choice.engine(), criteria) : pruner.prune(choice.engine(), criteria);
            console().out().println(json ? PrettyJson.of(json(outcome)) : words(outcome, criteria));
        }
        return ExitCode.DONE;
    }

    private PruneCriteria criteria() {
        Optional<Duration> older =
                read("--older-than", olderThan, "a time such as 12h, 7d or 2w", CachePruneCommand::span);
        Optional<Duration> unused =
                read("--unused-for", unusedFor, "a time such as 12h, 7d or 2w", CachePruneCommand::span);
        Optional<Long> size = read("--keep-size", keepSize, "a size such as 500m or 10g", ByteSize::parse);
        if (all && (older.isPresent() || unused.isPresent() || size.isPresent())) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--all leaves nothing; --older-than, --unused-for and --keep-size choose");
        }
        return new PruneCriteria(older, unused, size, all);
    }

    private <T> Optional<T> read(
            String option, @Nullable String text, String expected, Function<String, Optional<T>> parser) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<T> value = parser.apply(text);
        if (value.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), option + " must be " + expected + ", not \"" + text + "\"");
        }
        return value;
    }

    private static Optional<Duration> span(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    case "d" -> Duration.ofDays(amount);
                    default -> Duration.ofDays(7 * amount);
                });
    }

    private String words(Pruner.Outcome outcome, PruneCriteria criteria) {
        StringBuilder words = new StringBuilder();
        if (dryRun) {
            outcome.removed()
                    .forEach(resource -> words.append("would remove  ")
                            .append(name(resource))
                            .append('\n'));
        }
        words.append(dryRun ? "would remove " : "removed ")
                .append(CacheLsCommand.counts(outcome.removed().stream()))
                .append(size(outcome.removed()));
        if (!outcome.busy().isEmpty()) {
            words.append("; left in use: ").append(CacheLsCommand.counts(outcome.busy().stream()));
        }
        if (!outcome.needed().isEmpty()) {
            words.append("; left for builds that run: ").append(CacheLsCommand.counts(outcome.needed().stream()));
        }
        if (criteria.isUnfindable()) {
            words.append(
                    "\n--unused-for, --older-than, --keep-size and --all remove states that builds can still find");
        }
        return words.toString();
    }

    private static String name(Resource resource) {
        return resource.key().map(key -> key.shortHex() + "  ").orElse("") + resource.name();
    }

    private static String size(List<Resource> resources) {
        long known = resources.stream()
                .mapToLong(resource -> Math.max(0, resource.sizeBytes()))
                .sum();
        return known == 0 ? "" : ", " + Table.size(known);
    }

    private Map<String, Object> json(Pruner.Outcome outcome) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("dryRun", dryRun);
        json.put("removed", json(outcome.removed()));
        json.put("inUse", json(outcome.busy()));
        json.put("needed", json(outcome.needed()));
        return json;
    }

    private static List<Map<String, Object>> json(List<Resource> resources) {
        return resources.stream()
                .map(KeptState::unused)
                .map(CacheLsCommand::json)
                .toList();
    }
}
