package dev.chandler.core.why;

import dev.chandler.core.change.Change;
import dev.chandler.core.change.ChangeWords;
import dev.chandler.core.change.Pairing;
import dev.chandler.core.change.Work;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.plan.Plan;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan beside a build that there was.
 *
 * <p>Up to the first step whose key is another, both are the same: that step, or the base, is why all behind it run whose own
 * inputs are what they were.
 */
final class ComparedRun {

    private final EarlierRun run;
    private final List<PlannedWork> tasks;
    private final List<PlannedWork> tests;
    private final int[] oldTask;
    private final int[] oldTest;
    private final boolean sameStart;
    private final int sameTasks;
    /** Each is asked for by all behind it. */
    private final Map<Integer, Explanation> explained = new HashMap<>();

    private final List<Change> base;
    private final VariableCauses variables;

    /**
     * Compares.
     *
     * @param base what of the base is another
     */
    ComparedRun(
            EarlierRun run,
            Manifest manifest,
            Plan plan,
            List<PlannedWork> tasks,
            List<PlannedWork> tests,
            List<Change> base) {
        this.run = run;
        this.tasks = tasks;
        this.tests = tests;
        this.oldTask = Pairing.of(run.tasks(), works(tasks));
        this.oldTest = Pairing.of(run.tests(), works(tests));
        this.sameStart = run.record().start().equals(plan.start().key());
        this.sameTasks = sameStart ? samePrefix(run.record(), tasks) : 0;
        this.base = base;
        this.variables = new VariableCauses(run.record().variables(), manifest.variables());
    }

    private static List<Work> works(List<PlannedWork> planned) {
        return planned.stream().map(PlannedWork::work).toList();
    }

    /** How much of a plan a build has in common with it, from the base on, which counts as a step. */
    static int inCommon(RunRecord record, Plan plan, List<PlannedWork> tasks) {
        return record.start().equals(plan.start().key()) ? 1 + samePrefix(record, tasks) : 0;
    }

    private static int samePrefix(RunRecord record, List<PlannedWork> tasks) {
        List<RunRecord.Node> old = record.tasks();
        int same = 0;
        while (same < tasks.size()
                && same < old.size()
                && tasks.get(same).key().equals(old.get(same).key())) {
            same++;
        }
        return same;
    }

    /** Whether it can be said what has changed of a step, or that it is new. */
    boolean knowsTask(int index) {
        return run.record().allTasks() || oldTask[index] >= 0;
    }

    boolean knowsTest(int index) {
        return run.record().allTests() || oldTest[index] >= 0;
    }

    /**
     * Why a step runs, nothing being found under its key.
     *
     * @param first the first step that runs
     */
    Explanation task(int index, int first) {
        Explanation known = explained.get(index);
        if (known == null) {
            known = explain(index, first);
            explained.put(index, known);
        }
        return known;
    }

    /** Also of a step whose state is there, which has changed for those behind it. */
    private Explanation explain(int index, int first) {
        PlannedWork task = tasks.get(index);
        if (task.runs() && !task.unfound()) {
            return Explanation.planned(task.reason());
        }
        if (index < sameTasks) {
            return index == first ? explained(ChangeWords.stateGone()) : stepRuns(first, index);
        }
        int old = oldTask[index];
        if (old < 0) {
            return new Explanation(fresh(run.record().allTasks()), List.of(), before(index), since());
        }
        List<Altered> own = own(task, run.tasks().get(old));
        if (!own.isEmpty()) {
            return new Explanation(ChangeWords.because(Explanation.of(own)), own, before(index), since());
        }
        return ofBefore(index);
    }

    /**
     * Why a test runs, no verdict being found under its key.
     *
     * @param first the first step that runs; the number of steps where none does
     */
    Explanation test(int index, int first) {
        PlannedWork test = tests.get(index);
        int old = oldTest[index];
        if (old >= 0 && test.key().equals(run.record().tests().get(old).key())) {
            return first < tasks.size() ? stepRuns(first, tasks.size()) : explained(ChangeWords.verdictGone());
        }
        if (old < 0) {
            return new Explanation(fresh(run.record().allTests()), List.of(), before(tasks.size()), since());
        }
        List<Altered> own = own(test, run.tests().get(old));
        if (!own.isEmpty()) {
            return new Explanation(ChangeWords.because(Explanation.of(own)), own, before(tasks.size()), since());
        }
        return ofBefore(tasks.size());
    }

    private List<Altered> own(PlannedWork now, Work old) {
        return variables.in(now.changes(old));
    }

    private static String fresh(boolean whole) {
        return whole ? ChangeWords.isNew() : ChangeWords.neverEnded();
    }

    private Optional<Instant> since() {
        return Optional.of(run.record().at());
    }

    private Explanation explained(String words) {
        return new Explanation(words, List.of(), Optional.empty(), since());
    }

    private Explanation stepRuns(int first, int index) {
        String id = tasks.get(first).id();
        Explanation why = task(first, first);
        return new Explanation(
                ChangeWords.stepRuns(id, first == index - 1),
                List.of(),
                Optional.of(new Explanation.Before(id, why.words(), why.changes())),
                since());
    }

    /** Of something whose own inputs are what they were, on another state. */
    private Explanation ofBefore(int index) {
        if (!sameStart) {
            List<Altered> base = base();
            return new Explanation(ChangeWords.because(Explanation.of(base)), base, Optional.empty(), since());
        }
        if (sameTasks == index) {
            return explained(structure(index));
        }
        String id = tasks.get(sameTasks).id();
        return new Explanation(ChangeWords.stepChanged(id, sameTasks == index - 1), List.of(), before(index), since());
    }

    /**
     * What has changed first of all that is before something; empty if nothing has, or it is that itself. A state of that may be
     * there: it is another one all the same.
     */
    private Optional<Explanation.Before> before(int index) {
        if (!sameStart) {
            List<Altered> base = base();
            return Optional.of(new Explanation.Before("", ChangeWords.because(Explanation.of(base)), base));
        }
        if (sameTasks >= index) {
            return Optional.empty();
        }
        Explanation first = task(sameTasks, sameTasks);
        return Optional.of(new Explanation.Before(tasks.get(sameTasks).id(), first.words(), first.changes()));
    }

    /** Of the first whose key is another, though nothing of its own is: there were other steps before it, or after. */
    private String structure(int index) {
        List<RunRecord.Node> old = run.record().tasks();
        boolean gone = index < old.size() && isGone(index);
        return gone ? ChangeWords.stepGone(old.get(index).title()) : ChangeWords.moved();
    }

    private boolean isGone(int old) {
        for (int each : oldTask) {
            if (each == old) {
                return false;
            }
        }
        return true;
    }

    private List<Altered> base() {
        return base.stream()
                .map(change -> new Altered(change, Optional.empty()))
                .toList();
    }
}
