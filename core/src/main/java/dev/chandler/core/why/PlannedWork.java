package dev.chandler.core.why;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.change.Change;
import dev.chandler.core.change.Fields;
import dev.chandler.core.change.FileNames;
import dev.chandler.core.change.Pairing;
import dev.chandler.core.change.Work;
import dev.chandler.core.graph.Action;
import dev.chandler.core.plan.Keyed;
import dev.chandler.core.plan.NodeKey;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.Status;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.core.plan.TestPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A step or a test that is planned.
 *
 * @param id its id
 * @param runs whether it has to run
 * @param comparable whether that is because nothing is found, under a key that is known
 * @param unfound whether it is because nothing is found
 * @param reason why it runs, as the plan says
 * @param key its key
 * @param work what it depends on
 * @param actions its actions, one for each input
 */
record PlannedWork(
        String id,
        boolean runs,
        boolean comparable,
        boolean unfound,
        String reason,
        Digest key,
        Work work,
        List<Action> actions) {

    /** Those that change the state. */
    static List<PlannedWork> tasks(Plan plan) {
        return plan.tasks().stream()
                .filter(task -> task.task().changesState())
                .map(PlannedWork::of)
                .toList();
    }

    static List<PlannedWork> tests(Plan plan) {
        return plan.tests().stream().map(PlannedWork::of).toList();
    }

    private static PlannedWork of(TaskPlan task) {
        return new PlannedWork(
                task.task().id(),
                task.status() == Status.RUN,
                task.unfound() && task.findable(),
                task.unfound(),
                task.reason(),
                task.preimage().key(),
                work(task.task().id(), task.node(), task.keyed()),
                actions(task.node()));
    }

    private static PlannedWork of(TestPlan test) {
        return new PlannedWork(
                test.test().id(),
                test.status() == Status.RUN,
                test.unfound() && test.findable(),
                test.unfound(),
                test.reason(),
                test.preimage().key(),
                work(test.test().id(), test.node(), test.keyed()),
                actions(test.node()));
    }

    private static List<Action> actions(NodeKey node) {
        return node.inputs().stream().map(NodeKey.Input::action).toList();
    }

    private static Work work(String id, NodeKey node, Keyed keyed) {
        return new Work(
                id, KeyedInput.of(node, keyed).stream().map(PlannedWork::input).toList());
    }

    private static Work.Input input(KeyedInput input) {
        return new Work.Input(
                input.input().branch(),
                input.input().action().id(),
                fields(input.input().preimage().text()),
                input.preimages().size() == 2
                        ? Optional.of(fields(input.preimages().get(1).text()))
                        : Optional.empty());
    }

    private static Fields fields(String preimage) {
        return Fields.read(preimage).orElseThrow();
    }

    /** What of its own is not what it was. */
    List<Altered> changes(Work before) {
        List<Altered> changes = new ArrayList<>();
        List<Work> old = single(before);
        int[] partner = Pairing.of(old, single(work));
        boolean[] found = new boolean[old.size()];
        for (int i = 0; i < partner.length; i++) {
            Action action = actions.get(i);
            if (partner[i] < 0) {
                changes.add(new Altered(Change.added(action.title()), Optional.of(action)));
            } else {
                found[partner[i]] = true;
                before.inputs().get(partner[i]).changes(work.inputs().get(i), names(action)).stream()
                        .map(change -> new Altered(change, Optional.of(action)))
                        .forEach(changes::add);
            }
        }
        for (int i = 0; i < found.length; i++) {
            if (!found[i]) {
                changes.add(new Altered(Change.removed(before.inputs().get(i).action()), Optional.empty()));
            }
        }
        if (changes.isEmpty() && !before.isSameAs(work)) {
            changes.add(new Altered(Change.order(), Optional.empty()));
        }
        return List.copyOf(changes);
    }

    private static List<Work> single(Work work) {
        return work.inputs().stream()
                .map(input -> new Work(input.action(), List.of(input)))
                .toList();
    }

    /** As they would be written in the manifest. */
    private static FileNames names(Action action) {
        Path written = action.spec().directory();
        return (field, entry) -> action.file(field, entry).map(file -> {
            Path folder = file.startsWith(written) ? written : real(written);
            return file.startsWith(folder) ? folder.relativize(file).toString() : file.toString();
        });
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            // Then the file is named by its whole path.
            return folder;
        }
    }
}
