package dev.chandler.core.engine;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds an engine that answers, and remembers what was tried before it. */
public final class EngineSelector {

    /** Asked first where the user names no engine; the others follow by id. */
    private static final List<String> PREFERRED = List.of("docker", "lxd");

    /** Asked when no other has answered: it needs no daemon, and so would be the first that answers anywhere. */
    private static final String LAST = "local";

    private final EngineCatalog catalog;
    private final ClientIdentity client;

    /**
     * Makes a selector.
     *
     * @param catalog the engines there are
     * @param client who connects
     */
    public EngineSelector(EngineCatalog catalog, ClientIdentity client) {
        this.catalog = catalog;
        this.client = client;
    }

    /**
     * Connects to the first endpoint that can be used.
     *
     * @param request what the user asks for
     * @return the engine; the caller closes it
     * @throws ManifestException if there is no engine of that name, or none that takes the address that is given
     * @throws PluginException if the plugin of the engine that is asked for is refused
     * @throws EngineException if none can be used, with each that was tried and why not
     * @throws InterruptedException if cancelled
     */
    public EngineChoice select(EngineRequest request) throws InterruptedException {
        request.engine().filter(catalog.refusedIds()::contains).ifPresent(catalog::factory);
        List<Attempt> attempts = new ArrayList<>();
        Optional<Engine> engine = connect(request, attempts, true);
        if (engine.isPresent()) {
            return new EngineChoice(engine.get(), reason(request, engine.get(), attempts));
        }
        if (request.endpoint().isPresent() && nobodyTookIt(attempts)) {
            throw new ManifestException(none(attempts));
        }
        throw new EngineException(none(attempts));
    }

    /**
     * Tries every endpoint of every engine and gives each up again.
     *
     * @param request what the user asks for
     * @return what came of it, in the order in which a build would try
     * @throws InterruptedException if cancelled
     */
    public List<Attempt> tryAll(EngineRequest request) throws InterruptedException {
        List<Attempt> attempts = new ArrayList<>();
        connect(request, attempts, false);
        return attempts;
    }

    /** Whether the address is at fault: every engine that there is says so before it connects. */
    private boolean nobodyTookIt(List<Attempt> attempts) {
        List<Attempt> asked = attempts.stream()
                .filter(attempt -> !catalog.refusedIds().contains(attempt.engine()))
                .toList();
        return !asked.isEmpty()
                && asked.stream().allMatch(attempt -> attempt.endpoint().isEmpty());
    }

    private Optional<Engine> connect(EngineRequest request, List<Attempt> attempts, boolean first)
            throws InterruptedException {
        for (String id : candidates(request)) {
            for (Endpoint endpoint : endpoints(id, request, attempts)) {
                try {
                    Engine engine = catalog.factory(id).connect(endpoint, client, request.environment());
                    attempts.add(new Attempt(
                            id, Optional.of(endpoint), Optional.of(engine.description()), Optional.empty()));
                    if (first) {
                        return Optional.of(engine);
                    }
                    engine.close();
                } catch (ChandlerException e) {
                    attempts.add(refusal(id, Optional.of(endpoint), e));
                }
            }
        }
        return Optional.empty();
    }

    private List<Endpoint> endpoints(String id, EngineRequest request, List<Attempt> attempts) {
        try {
            EngineFactory factory = catalog.factory(id);
            return factory.endpoints(request.endpoint(), request.environment());
        } catch (ChandlerException e) {
            attempts.add(refusal(id, Optional.empty(), e));
            return List.of();
        }
    }

    private static Attempt refusal(String id, Optional<Endpoint> endpoint, ChandlerException e) {
        return new Attempt(
                id, endpoint, Optional.empty(), Optional.of(e.problems().get(0)));
    }

    private List<String> candidates(EngineRequest request) {
        Set<String> refused = catalog.refusedIds();
        if (request.engine().isEmpty()) {
            return Stream.concat(inOrder(catalog.ids()).stream(), inOrder(refused).stream())
                    .toList();
        }
        String wanted = request.engine().get();
        List<String> ids = inOrder(catalog.ids());
        if (!ids.contains(wanted) && !refused.contains(wanted)) {
            throw new ManifestException(Problem.of("CH-ENGINE-001", "unknown engine \"" + wanted + "\"")
                    .because("available: " + (ids.isEmpty() ? "none" : String.join(", ", ids)))
                    .remedy(SettingReader.didYouMean(wanted, ids)
                            .orElse("\"chandler plugin list\" shows where they come from")));
        }
        return List.of(wanted);
    }

    private static List<String> inOrder(Set<String> ids) {
        return ids.stream()
                .sorted(Comparator.comparingInt(EngineSelector::rank).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static int rank(String id) {
        int rank = PREFERRED.indexOf(id);
        int others = PREFERRED.size();
        return id.equals(LAST) ? others + 1 : rank < 0 ? others : rank;
    }

    private static String reason(EngineRequest request, Engine engine, List<Attempt> attempts) {
        if (request.engine().isPresent()) {
            return "asked for by --engine, at " + engine.endpoint();
        }
        if (request.endpoint().isPresent()) {
            return "asked for by --endpoint, at " + engine.endpoint();
        }
        if (engine.id().equals(LAST) && attempts.size() > 1) {
            return "since none of " + (attempts.size() - 1) + " others answers, at " + engine.endpoint();
        }
        return attempts.size() == 1
                ? "the first that answers, at " + engine.endpoint()
                : "the first that answers of " + attempts.size() + " tried, at " + engine.endpoint();
    }

    private static List<Problem> none(List<Attempt> attempts) {
        List<Problem> problems = new ArrayList<>();
        attempts.forEach(attempt -> attempt.problem().ifPresent(problems::add));
        if (problems.size() != 1) {
            problems.add(
                    0,
                    Problem.of("CH-ENGINE-002", "no engine can be used")
                            .because(problems.isEmpty() ? "no engine plugin is installed" : "each was tried, see below")
                            .remedy("start one, or name its address with --endpoint"));
        }
        return problems;
    }
}
