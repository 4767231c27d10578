package dev.chandler.core.why;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Engine;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.change.Fields;
import dev.chandler.core.graph.Action;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.plan.Keyed;
import dev.chandler.core.plan.NodeKey;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.core.plan.TestPlan;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Notes what a build was made of, for the next one to say what has changed since. Used by one thread at a time.
 *
 * <p>Made only where something has run: a build that finds everything leaves no record.
 */
public final class RunNotes {

    /** Of one step: what copies thousands of files is explained by their names. */
    private static final int MOST_FILES = 128;
    /** Of one build, in characters: they are in memory until it has come to its end. */
    private static final int MOST_TEXT = 16 << 20;

    private final Manifest manifest;
    private final RunRecords records;
    private final SmallTexts texts;
    private final Predicate<String> secret;
    private final Map<Digest, String> taken = new LinkedHashMap<>();
    private int length;

    /**
     * Makes notes.
     *
     * @param cache where they are kept
     * @param manifest what is built
     * @param engine where
     * @param secret whether a secret that is known by now is in a text
     */
    public RunNotes(CacheStorage cache, Manifest manifest, Engine engine, Predicate<String> secret) {
        this.manifest = manifest;
        this.records = new RunRecords(cache, manifest, engine);
        this.texts = new SmallTexts(cache, manifest.directory());
        this.secret = secret;
    }

    /**
     * Remembers what was in the small files that something has taken which ran: they may be others by the end of the build, and
     * all secrets are known only then.
     *
     * @param node the task's or test's
     */
    public void ran(NodeKey node) {
        node.inputs().forEach(input -> take(input.action(), input.preimage()));
    }

    private void take(Action action, Preimage preimage) {
        String scope = action.spec().provisioner() + ".";
        Map<String, Fields.Value> fields =
                Fields.read(preimage.text()).map(Fields::values).orElse(Map.of());
        int[] left = {MOST_FILES};
        fields.forEach((name, value) -> {
            if (name.startsWith(scope)) {
                String field = name.substring(scope.length());
                if (value instanceof Fields.Entries map) {
                    map.entries().forEach((entry, digest) -> take(action, field, entry, digest, left));
                } else {
                    take(action, field, "", value.words(), left);
                }
            }
        });
    }

    private void take(Action action, String field, String entry, String digest, int[] left) {
        Optional<Digest> content = left[0] > 0 ? digest(digest) : Optional.empty();
        Optional<Path> file = content.isPresent() ? action.file(field, entry) : Optional.empty();
        if (file.isPresent()) {
            left[0]--;
            texts.read(file.get(), content.get()).ifPresent(text -> take(content.get(), text));
        }
    }

    private void take(Digest content, String text) {
        if (length + text.length() <= MOST_TEXT && taken.putIfAbsent(content, text) == null) {
            length += text.length();
        }
    }

    /** Keeps what was in the files that were taken, but for those that have the value of a secret in them. */
    public void texts() {
        taken.forEach((content, text) -> {
            if (!secret.test(text)) {
                texts.keep(content, text);
            }
        });
        texts.bound();
    }

    private static Optional<Digest> digest(String text) {
        try {
            return Optional.of(Digest.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Keeps which files are in folders that are mounted for reading, where that is not known yet.
     *
     * @param plan the build's plan
     * @throws InterruptedException if cancelled
     */
    public void mounts(Plan plan) throws InterruptedException {
        Map<String, Fields.Value> start =
                Fields.read(plan.start().text()).map(Fields::values).orElse(Map.of());
        for (Map.Entry<String, Fields.Value> field : start.entrySet()) {
            Optional<Path> source = BaseChanges.source(plan, field.getKey());
            Optional<Digest> content = digest(field.getValue().words());
            if (source.isPresent()
                    && content.isPresent()
                    && texts.find(content.get()).isEmpty()) {
                MountFiles.listing(source.get(), texts, content.get())
                        .filter(secret.negate())
                        .ifPresent(list -> texts.keep(content.get(), list));
            }
        }
    }

    /**
     * Keeps what the build was made of.
     *
     * @param plan its plan, with the keys by which its states are found
     * @param ended how many of its tasks have ended well, or were there
     * @param green the tests that have
     * @param at when that was
     */
    public void ended(Plan plan, int ended, List<TestPlan> green, Instant at) {
        List<RunRecord.Node> nodes = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        List<TaskPlan> tasks = plan.tasks().subList(0, ended).stream()
                .filter(task -> task.task().changesState())
                .takeWhile(TaskPlan::findable)
                .toList();
        for (TaskPlan task : tasks) {
            nodes.add(node(false, task.task().id(), task.task().title(), task.node(), task.keyed(), inputs));
        }
        for (TestPlan test : green) {
            nodes.add(node(true, test.test().id(), test.test().title(), test.node(), test.keyed(), inputs));
        }
        long changing =
                plan.tasks().stream().filter(task -> task.task().changesState()).count();
        records.add(new RunRecord(
                at,
                plan.graph().commits() && tasks.size() == changing,
                plan.graph().commits() && green.size() == manifest.script().size(),
                plan.base().reference().toString(),
                plan.start().key(),
                variables(inputs),
                List.copyOf(nodes)));
    }

    private static RunRecord.Node node(
            boolean test, String id, String title, NodeKey node, Keyed keyed, List<String> inputs) {
        List<RunRecord.Part> parts = new ArrayList<>();
        for (KeyedInput input : KeyedInput.of(node, keyed)) {
            input.preimages().forEach(preimage -> {
                inputs.add(preimage.text());
                parts.add(new RunRecord.Part(
                        input.input().branch(), input.input().action().id(), preimage.key()));
            });
        }
        return new RunRecord.Node(test, id, title, keyed.preimage().key(), List.copyOf(parts));
    }

    /** What is in no key is kept nowhere. */
    private Map<String, String> variables(List<String> inputs) {
        UsedVariables inKeys = new UsedVariables(inputs);
        Map<String, String> used = new LinkedHashMap<>();
        manifest.variables().forEach((name, value) -> {
            if (inKeys.has(value) && !secret.test(value)) {
                used.put(name, value);
            }
        });
        return used;
    }
}
