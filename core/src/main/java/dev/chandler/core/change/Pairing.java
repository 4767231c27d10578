package dev.chandler.core.change;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Finds the steps of one build in another.
 *
 * <p>First what is the same in the same order; then what is the same elsewhere; then what has the same name that somebody gave
 * it; and of the others, between those, what is most alike in the same order: a place in the manifest alone says little, for one
 * step more moves all behind it. Deterministic.
 */
public final class Pairing {

    /** An id that is nothing but a place. */
    private static final Pattern PLACE = Pattern.compile("(install|script)(\\[\\d+])+(\\..*)?");

    private static final double LEAST_LIKENESS = 0.5;
    private static final double SAME_PLACE = 0.25;
    private static final int MOST_CELLS = 40_000;

    private final List<Work> before;
    private final List<Work> after;
    private final int[] partner;
    private final Set<Integer> taken = new HashSet<>();
    private final Map<Object, Integer> kinds = new HashMap<>();

    private Pairing(List<Work> before, List<Work> after) {
        this.before = before;
        this.after = after;
        this.partner = new int[after.size()];
        Arrays.fill(partner, -1);
    }

    /**
     * Pairs steps.
     *
     * @param before those of an earlier build
     * @param after those of one that is planned
     * @return for each of the latter the place of its counterpart, or -1
     */
    public static int[] of(List<Work> before, List<Work> after) {
        Pairing pairing = new Pairing(before, after);
        int[] same = Subsequence.longest(pairing.kinds(before), pairing.kinds(after));
        for (int i = 0; i < same.length; i++) {
            if (same[i] >= 0) {
                pairing.pair(same[i], i);
            }
        }
        pairing.elsewhere(Work::unnamed);
        pairing.elsewhere(work -> PLACE.matcher(work.id()).matches() ? new Object() : work.id());
        pairing.alike(same);
        return pairing.partner;
    }

    /** A number for each that is the same for what is the same, so that long lists are compared quickly. */
    private int[] kinds(List<Work> works) {
        return works.stream()
                .mapToInt(work -> kinds.computeIfAbsent(work.unnamed(), none -> kinds.size()))
                .toArray();
    }

    private void pair(int old, int now) {
        partner[now] = old;
        taken.add(old);
    }

    /** The first that is left with an equal name. */
    private void elsewhere(Function<Work, Object> name) {
        Map<Object, Deque<Integer>> left = new HashMap<>();
        for (int i = 0; i < before.size(); i++) {
            if (!taken.contains(i)) {
                left.computeIfAbsent(name.apply(before.get(i)), none -> new ArrayDeque<>())
                        .add(i);
            }
        }
        for (int i = 0; i < partner.length; i++) {
            Deque<Integer> same = partner[i] < 0 ? left.get(name.apply(after.get(i))) : null;
            if (same != null && !same.isEmpty()) {
                pair(same.remove(), i);
            }
        }
    }

    /** Gap by gap between what is the same in the same order. */
    private void alike(int[] same) {
        int fromBefore = 0;
        int fromAfter = 0;
        for (int i = 0; i <= same.length; i++) {
            if (i == same.length || same[i] >= 0) {
                int toBefore = i == same.length ? before.size() : same[i];
                gap(fromBefore, toBefore, fromAfter, i);
                fromBefore = toBefore + 1;
                fromAfter = i + 1;
            }
        }
    }

    /** The choice of pairs that are most alike in sum, none crossing another. */
    private void gap(int fromBefore, int toBefore, int fromAfter, int toAfter) {
        int rows = toBefore - fromBefore;
        int columns = toAfter - fromAfter;
        if ((long) rows * columns > MOST_CELLS) {
            places(fromBefore, toBefore, fromAfter, toAfter);
            return;
        }
        double[][] best = new double[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                best[i][j] = Math.max(
                        Math.max(best[i + 1][j], best[i][j + 1]),
                        best[i + 1][j + 1] + worth(fromBefore + i, fromAfter + j));
            }
        }
        int i = 0;
        int j = 0;
        while (i < rows && j < columns) {
            double worth = worth(fromBefore + i, fromAfter + j);
            if (worth > 0 && best[i][j] == best[i + 1][j + 1] + worth) {
                pair(fromBefore + i++, fromAfter + j++);
            } else if (best[i][j] == best[i + 1][j]) {
                i++;
            } else {
                j++;
            }
        }
    }

    /** Of very many, what has the same id. */
    private void places(int fromBefore, int toBefore, int fromAfter, int toAfter) {
        Map<String, Integer> ids = new HashMap<>();
        for (int i = fromBefore; i < toBefore; i++) {
            ids.put(before.get(i).id(), i);
        }
        for (int i = fromAfter; i < toAfter; i++) {
            Integer old = ids.get(after.get(i).id());
            if (old != null && partner[i] < 0 && !taken.contains(old)) {
                pair(old, i);
            }
        }
    }

    /** 0 for what cannot be one and the same. */
    private double worth(int old, int now) {
        if (taken.contains(old) || partner[now] >= 0) {
            return 0;
        }
        boolean samePlace = before.get(old).id().equals(after.get(now).id());
        double likeness = before.get(old).likeness(after.get(now));
        return samePlace || likeness >= LEAST_LIKENESS ? likeness + (samePlace ? SAME_PLACE : 0) : 0;
    }
}
