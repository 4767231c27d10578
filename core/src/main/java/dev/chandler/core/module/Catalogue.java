package dev.chandler.core.module;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.version.VersionRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is known of modules' places, each asked once for a thing; what is locked and kept is taken from the lock. */
final class Catalogue implements Solver.Versions {

    /** What may be asked of a place. */
    private interface Question<T> {
        T ask() throws InterruptedException;
    }

    private static final Comparator<String> BEST_FIRST = VersionRange.PREFERENCE.reversed();

    private final ModuleNames names;
    private final ModuleSources sources;
    private final Collection<LockedModule> locked;
    private final ResolveOptions options;
    private final Map<String, ModuleSource> byPlace = new HashMap<>();
    private final Map<String, Optional<List<String>>> versions = new HashMap<>();
    private final Map<String, ModuleDescription> descriptions = new HashMap<>();
    private final Map<String, List<Requirement>> requirements = new HashMap<>();
    private final Map<String, FetchedModule> fetched = new HashMap<>();
    private final Set<String> unlocked = new HashSet<>();
    private final List<Problem> missing = new ArrayList<>();

    Catalogue(ModuleNames names, ModuleSources sources, Collection<LockedModule> locked, ResolveOptions options) {
        this.names = names;
        this.sources = sources;
        this.locked = locked;
        this.options = options;
    }

    /**
     * Reads what is wanted.
     *
     * @throws ManifestException with all of it that means nothing
     */
    List<Requirement> requirements(List<ModuleUse> uses, Optional<Chosen> by) {
        ProblemLog problems = new ProblemLog();
        List<Requirement> read = new ArrayList<>();
        for (ModuleUse use : uses) {
            try {
                read.add(requirement(use, by));
            } catch (ManifestException e) {
                e.problems().forEach(problems);
            }
        }
        problems.throwIfAny();
        return read;
    }

    private Requirement requirement(ModuleUse use, Optional<Chosen> by) {
        ModuleReference written = ModuleReference.parse(use.reference(), use.place());
        if (written instanceof ModuleReference.Folder
                && by.filter(chosen -> !chosen.source().inPlace()).isPresent()) {
            throw new ManifestException(ModuleProblems.outside(use, by.get()));
        }
        ModuleSource found = source(place(written, use), use, by);
        ModuleSource source = byPlace.computeIfAbsent(found.place(), none -> found);
        String name = written instanceof ModuleReference.Named named ? named.name() : source.place();
        return new Requirement(source, name, written.range(), use, by);
    }

    /** What is wrong within a module.yml may be the user's to know, who has named the wrong folder. */
    private ModuleSource source(ModuleReference reference, ModuleUse use, Optional<Chosen> by) {
        try {
            return sources.of(reference, use.place());
        } catch (ManifestException e) {
            String used = "used at " + use.place()
                    + by.map(chosen -> ", which is used at " + chosen.because().root())
                            .orElse("");
            ManifestException said = new ManifestException(e.problems().stream()
                    .map(problem -> problem.where()
                                    .filter(where ->
                                            !where.file().equals(use.place().file()))
                                    .isPresent()
                            ? problem.because(
                                    problem.why().map(why -> why + "\n").orElse("") + used)
                            : problem)
                    .toList());
            said.addSuppressed(e);
            throw said;
        }
    }

    private ModuleReference place(ModuleReference written, ModuleUse use) {
        if (written instanceof ModuleReference.Named named) {
            return names.resolve(named, use.place());
        }
        return written instanceof ModuleReference.Folder ? new ModuleReference.Folder(use.key()) : written;
    }

    @Override
    public List<String> of(Requirement first) throws InterruptedException {
        ModuleSource source = first.target();
        List<String> kept = kept(source);
        boolean settled = options.locked() || (!kept.isEmpty() && !unlocked.contains(source.place()));
        if (settled && !source.inPlace()) {
            return kept;
        }
        List<String> all = new ArrayList<>(kept);
        known(first).stream().filter(version -> !kept.contains(version)).forEach(all::add);
        return all;
    }

    /** All versions that a place has, the best first; the one that is asked for where it cannot tell. */
    List<String> known(Requirement by) throws InterruptedException {
        ModuleSource source = by.target();
        Optional<List<String>> known = versions.get(source.place());
        if (known == null) {
            known = asking(by, source::versions);
            versions.put(source.place(), known);
        }
        return known.orElse(by.range().exact().stream().toList()).stream()
                .filter(VersionRange::isVersion)
                .sorted(BEST_FIRST)
                .toList();
    }

    /** The locked versions that are to stay, the best first. */
    List<String> kept(ModuleSource source) {
        return pins(source).map(LockedModule::version).sorted(BEST_FIRST).toList();
    }

    private Stream<LockedModule> pins(ModuleSource source) {
        return locked.stream()
                .filter(source::has)
                .filter(pin -> !options.update().test(pin.name()));
    }

    /** What is locked of a version that is not chosen anew. */
    Optional<LockedModule> pin(Chosen chosen) {
        return pins(chosen.source())
                .filter(pin -> pin.version().equals(chosen.version()))
                .findFirst();
    }

    /**
     * Lets other versions than the locked ones of modules be chosen, so that there may be a choice that suits all: of as
     * few as can be.
     *
     * @return false where there is none left
     */
    boolean unlock(Conflict conflict) {
        if (options.locked()) {
            return false;
        }
        Set<ModuleSource> chains = new LinkedHashSet<>();
        conflict.wanted().forEach(each -> each.path().forEach(chosen -> chains.add(chosen.source())));
        return unlock(List.of(conflict.target())) || unlock(chains) || unlock(byPlace.values());
    }

    private boolean unlock(Collection<ModuleSource> some) {
        return unlocked.addAll(some.stream()
                .filter(source -> !kept(source).isEmpty())
                .map(ModuleSource::place)
                .toList());
    }

    @Override
    public List<Requirement> requirements(Chosen chosen) throws InterruptedException {
        List<Requirement> read = requirements.get(chosen.key());
        if (read == null) {
            read = requirements(requires(chosen), Optional.of(chosen));
            requirements.put(chosen.key(), read);
        }
        return read.stream().map(each -> each.by(chosen)).toList();
    }

    private List<ModuleUse> requires(Chosen chosen) throws InterruptedException {
        try {
            return description(chosen).requires();
        } catch (EngineException e) {
            if (!options.offline() || pin(chosen).isEmpty()) {
                throw e;
            }
            // The rest of what is locked is looked for all the same.
            missing.addAll(e.problems());
            return List.of();
        }
    }

    /**
     * Ends the work where something that is locked is not on this machine.
     *
     * @throws EngineException with all of it
     */
    void requireNothingMissing() {
        if (!missing.isEmpty()) {
            throw new EngineException(missing.stream().distinct().toList());
        }
    }

    /** What a version says of itself; fetches what is locked, and else nothing but that. */
    ModuleDescription description(Chosen chosen) throws InterruptedException {
        if (chosen.source().inPlace() || pin(chosen).isPresent()) {
            return fetch(chosen).folder().description();
        }
        ModuleDescription known = descriptions.get(chosen.key());
        if (known == null) {
            known = asking(chosen.because(), () -> chosen.source().description(chosen.version()));
            descriptions.put(chosen.key(), known);
        }
        return known;
    }

    /** The files of a version. */
    FetchedModule fetch(Chosen chosen) throws InterruptedException {
        FetchedModule known = fetched.get(chosen.key());
        if (known == null) {
            known = asking(chosen.because(), () -> chosen.source().fetch(chosen.version(), pin(chosen)));
            requireAsSaid(chosen, known.folder().description());
            requireAsLocked(chosen, known);
            fetched.put(chosen.key(), known);
        }
        return known;
    }

    /** What was resolved by is what was fetched. */
    private void requireAsSaid(Chosen chosen, ModuleDescription found) {
        ModuleDescription said = descriptions.getOrDefault(chosen.key(), found);
        boolean same = found.version().equals(chosen.version())
                && found.name().equals(said.name())
                && references(found).equals(references(said));
        Optional<String> name = pin(chosen).map(LockedModule::name);
        if (!same || name.filter(locked -> !locked.equals(found.name())).isPresent()) {
            throw new ManifestException(ModuleProblems.another(chosen, found));
        }
    }

    private static List<String> references(ModuleDescription description) {
        return description.requires().stream().map(ModuleUse::reference).toList();
    }

    private void requireAsLocked(Chosen chosen, FetchedModule found) {
        if (chosen.source().inPlace()) {
            return;
        }
        String recorded = chosen.source().recorded(chosen.version());
        boolean pinned = pin(chosen).isPresent();
        for (LockedModule each : locked) {
            // What is chosen anew may be another commit of a branch, and may not be another content of one tag.
            boolean means = chosen.source().has(each) && each.version().equals(chosen.version());
            boolean same = found.digest().filter(each.digest()::equals).isPresent();
            if (means && !same && (pinned || each.source().equals(recorded))) {
                throw new ManifestException(ModuleProblems.moved(chosen, each, found));
            }
            boolean elsewhere = !chosen.source().has(each)
                    && each.name().equals(found.folder().description().name())
                    && each.version().equals(chosen.version())
                    && !options.update().test(each.name());
            if (elsewhere && !same) {
                throw new ManifestException(ModuleProblems.elsewhere(
                        each, chosen.because().root(), chosen.because().chain(), recorded, found));
            }
        }
    }

    /** Asks, and where that fails says who wanted to know. */
    private static <T> T asking(Requirement by, Question<T> question) throws InterruptedException {
        try {
            return question.ask();
        } catch (EngineException e) {
            EngineException said = new EngineException(placed(e.problems(), by));
            said.addSuppressed(e);
            throw said;
        } catch (ManifestException e) {
            ManifestException said = new ManifestException(placed(e.problems(), by));
            said.addSuppressed(e);
            throw said;
        }
    }

    private static List<Problem> placed(List<Problem> problems, Requirement by) {
        return problems.stream()
                .map(problem -> problem.where().isPresent()
                        ? problem
                        : problem.at(by.root())
                                .because(problem.why().map(why -> why + "\n").orElse("") + by.chain()))
                .toList();
    }
}
