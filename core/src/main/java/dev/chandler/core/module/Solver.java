package dev.chandler.core.module;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one version of each module, the best that suit all. Used once.
 *
 * <p>Modules are decided one after the other, in the order in which they came up, each for the best of its versions that are
 * left. Where one has none left, those are to blame who wanted it as they did: the last of them gets its next version, and
 * what was decided since then is forgotten, for none of it would have helped. The same input gives the same choice.
 */
final class Solver {

    /** Gives what is known of versions. */
    interface Versions {

        /** All versions of a module, the best first, which may depend on who wants it where its place cannot tell. */
        List<String> of(Requirement first) throws InterruptedException;

        /** What a version requires. */
        List<Requirement> requirements(Chosen chosen) throws InterruptedException;
    }

    /** A module that is wanted. */
    private static final class Wanted {

        private final List<Requirement> by = new ArrayList<>();

        /** The versions that suit the first of those, the first two, and so on. */
        private final Deque<List<String>> suitable = new ArrayDeque<>();

        private @Nullable Chosen chosen;

        Wanted(List<String> all) {
            suitable.push(all);
        }

        void add(Requirement requirement) {
            by.add(requirement);
            suitable.push(suitable.element().stream()
                    .filter(requirement.range()::takes)
                    .toList());
        }

        void removeLast() {
            by.remove(by.size() - 1);
            suitable.pop();
        }
    }

    /** What is being decided about a module. */
    private static final class Decision {

        private final Wanted about;
        private final Deque<String> left;
        private final Set<String> blamed;
        private final Deque<Requirement> added = new ArrayDeque<>();
        private @Nullable Conflict why;

        Decision(Wanted about, Set<String> blamed) {
            this.about = about;
            this.left = new ArrayDeque<>(about.suitable.element());
            this.blamed = blamed;
        }

        /** Notes why one of its versions cannot be. What is certain explains more than what merely came of an order. */
        void failed(Conflict conflict) {
            blamed.addAll(conflict.places());
            if (why == null || (!why.certain() && conflict.certain())) {
                why = conflict;
            }
        }
    }

    private final Versions versions;
    private final Map<String, Wanted> byPlace = new HashMap<>();
    private final List<Wanted> order = new ArrayList<>();

    /** The n-th is about the n-th of the order. */
    private final Deque<Decision> decisions = new ArrayDeque<>();

    Solver(Versions versions) {
        this.versions = versions;
    }

    /**
     * Chooses.
     *
     * @param uses what manifests want
     * @return a version of each module, in the order in which they came up
     * @throws ConflictException if no choice suits all
     * @throws InterruptedException if cancelled
     */
    List<Chosen> solve(List<Requirement> uses) throws ConflictException, InterruptedException {
        Optional<Conflict> hopeless = want(uses, new ArrayDeque<>());
        if (hopeless.isPresent()) {
            throw new ConflictException(hopeless.get());
        }
        while (decisions.size() < order.size()) {
            Wanted next = order.get(decisions.size());
            Decision decision = new Decision(next, requirers(next));
            decisions.push(decision);
            while (!decide(decision)) {
                decision = goBack(decision);
            }
        }
        List<Chosen> all = new ArrayList<>();
        for (Wanted wanted : order) {
            if (wanted.chosen != null) {
                all.add(wanted.chosen);
            }
        }
        return all;
    }

    /** Takes the next version that goes with all before it; false where none is left. */
    private boolean decide(Decision decision) throws InterruptedException {
        while (!decision.left.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Requirement first = decision.about.by.get(0);
            Chosen chosen = new Chosen(first.target(), decision.left.pop(), first);
            decision.about.chosen = chosen;
            Optional<Conflict> conflict = want(versions.requirements(chosen), decision.added);
            if (conflict.isEmpty()) {
                return true;
            }
            decision.failed(conflict.get());
            retract(decision);
        }
        return false;
    }

    /** Forgets all decisions up to the last one that is to blame, which is given. */
    private Decision goBack(Decision stuck) throws ConflictException {
        Set<String> blamed = stuck.blamed;
        blamed.remove(place(stuck.about));
        Conflict why = stuck.why;
        if (why == null) {
            throw new IllegalStateException("no version of " + place(stuck.about) + " was tried");
        }
        decisions.pop();
        while (!decisions.isEmpty()) {
            Decision before = decisions.element();
            retract(before);
            if (blamed.contains(place(before.about))) {
                before.failed(new Conflict(why.wanted(), blamed, why.certain()));
                return before;
            }
            decisions.pop();
        }
        throw new ConflictException(why);
    }

    /** Takes back what the last decision's version requires. */
    private void retract(Decision decision) {
        decision.about.chosen = null;
        while (!decision.added.isEmpty()) {
            Requirement last = decision.added.pop();
            Wanted target = wanted(last);
            target.removeLast();
            if (target.by.isEmpty()) {
                byPlace.remove(last.target().place());
                order.remove(order.size() - 1);
            }
        }
    }

    private Optional<Conflict> want(List<Requirement> requirements, Deque<Requirement> added)
            throws InterruptedException {
        for (Requirement each : requirements) {
            String place = each.target().place();
            if (!byPlace.containsKey(place)) {
                Wanted module = new Wanted(versions.of(each));
                byPlace.put(place, module);
                order.add(module);
            }
            Wanted target = wanted(each);
            target.add(each);
            added.push(each);
            boolean suits = target.chosen == null
                    ? !target.suitable.element().isEmpty()
                    : each.range().takes(target.chosen.version());
            if (!suits) {
                return Optional.of(conflict(target));
            }
        }
        return Optional.empty();
    }

    private Conflict conflict(Wanted target) {
        Set<String> places = requirers(target);
        if (target.chosen != null) {
            places.add(place(target));
        }
        return new Conflict(
                List.copyOf(target.by), places, target.suitable.element().isEmpty());
    }

    /** The modules that want one, but for what manifests want. */
    private static Set<String> requirers(Wanted target) {
        Set<String> places = new LinkedHashSet<>();
        target.by.forEach(each -> each.by().ifPresent(chosen -> places.add(chosen.place())));
        return places;
    }

    private Wanted wanted(Requirement requirement) {
        Wanted wanted = byPlace.get(requirement.target().place());
        if (wanted == null) {
            throw new IllegalStateException(requirement.chain());
        }
        return wanted;
    }

    private static String place(Wanted wanted) {
        return wanted.by.get(0).target().place();
    }
}
