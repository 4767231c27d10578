package dev.chandler.core.graph;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a build does, as a directed graph: {@code start → task → … → commit}, with tests branching off the last task.
 *
 * <pre>
 *   start ─▶ install[0] ─▶ install[1] ─┬─▶ commit
 *                                      ├─▶ script[0]
 *                                      └─▶ script[1]
 * </pre>
 *
 * The shape is in the types, so that a cycle cannot be written down. Immutable.
 *
 * @param name the manifest's name
 * @param base what it starts from, in words
 * @param tasks the tasks, in order
 * @param tests the tests, in manifest order; the commit waits for all of them
 * @param commits whether there is an image in the end
 */
public record StepGraph(String name, String base, List<Task> tasks, List<Test> tests, boolean commits) {

    /**
     * The graph up to a step: no tests, and nothing to commit.
     *
     * @param step the id of a task, or of an action in one; else what the ids of a module's steps begin with, for all of them
     * @return the shorter graph, if there is such a step
     */
    public Optional<StepGraph> until(String step) {
        for (int i = 0; i < tasks.size(); i++) {
            if (isNamed(tasks.get(i), step::equals)) {
                return Optional.of(upTo(i));
            }
        }
        for (int i = tasks.size() - 1; i >= 0; i--) {
            if (isNamed(tasks.get(i), id -> id.startsWith(step + "/"))) {
                return Optional.of(upTo(i));
            }
        }
        return Optional.empty();
    }

    private static boolean isNamed(Task task, Predicate<String> name) {
        return name.test(task.id()) || task.actions().stream().map(Action::id).anyMatch(name);
    }

    private StepGraph upTo(int last) {
        return new StepGraph(name, base, List.copyOf(tasks.subList(0, last + 1)), List.of(), false);
    }

    /**
     * The ids of all that has events when it runs.
     *
     * @return the actions of all tasks, and the tests
     */
    public List<String> steps() {
        return Stream.concat(
                        tasks.stream().flatMap(task -> task.actions().stream()).map(Action::id),
                        tests.stream().map(Test::id))
                .toList();
    }

    /**
     * All actions of tasks and tests.
     *
     * @return in the manifest's order
     */
    public List<Action> actions() {
        return Stream.concat(
                        tasks.stream().flatMap(task -> task.actions().stream()),
                        tests.stream().flatMap(test -> test.actions().stream()))
                .toList();
    }

    /**
     * The graph without its tests.
     *
     * @return the same tasks
     */
    public StepGraph withoutTests() {
        return new StepGraph(name, base, tasks, List.of(), commits);
    }
}
