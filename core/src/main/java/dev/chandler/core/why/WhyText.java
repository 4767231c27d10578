package dev.chandler.core.why;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.change.Change;
import dev.chandler.core.change.ChangeWords;
import dev.chandler.core.change.LineChanges;
import dev.chandler.core.graph.Action;
import dev.chandler.core.manifest.lint.SecretTexts;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.Status;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.core.plan.TestPlan;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes for people why one step runs, or that it does not. */
public final class WhyText {

    private final Plan plan;
    private final Explainer explainer;
    private final SmallTexts texts;
    private final StringBuilder out = new StringBuilder();

    private WhyText(Plan plan, Explainer explainer, SmallTexts texts) {
        this.plan = plan;
        this.explainer = explainer;
        this.texts = texts;
    }

    /**
     * Writes it of a step or a test.
     *
     * @param plan what is planned
     * @param explainer compares it with earlier builds
     * @param cache where the texts of files are kept
     * @param step its id, or that of an action in it
     * @return lines, each ended by a line feed
     * @throws ManifestException if there is no such step
     * @throws InterruptedException if cancelled
     */
    public static String of(Plan plan, Explainer explainer, CacheStorage cache, String step)
            throws InterruptedException {
        WhyText text = new WhyText(plan, explainer, new SmallTexts(cache, explainer.project()));
        text.write(step);
        return text.out.toString();
    }

    private void write(String step) throws InterruptedException {
        for (TaskPlan task : plan.tasks()) {
            if (isNamed(step, task.task().id(), task.task().actions())) {
                task(task);
                return;
            }
        }
        for (TestPlan test : plan.tests()) {
            if (isNamed(step, test.test().id(), test.test().actions())) {
                test(test);
                return;
            }
        }
        throw unknown(step);
    }

    private static boolean isNamed(String step, String id, List<Action> actions) {
        return id.equals(step) || actions.stream().map(Action::id).anyMatch(step::equals);
    }

    private ManifestException unknown(String step) {
        List<String> known = new ArrayList<>();
        plan.tasks().forEach(task -> known.add(task.task().id()));
        plan.tests().forEach(test -> known.add(test.test().id()));
        return new ManifestException(Problem.of("CH-CACHE-008", "there is no step or test \"" + step + "\"")
                .because("there are: " + String.join(", ", known))
                .remedy(SettingReader.didYouMean(step, known).orElse(null)));
    }

    private void task(TaskPlan task) throws InterruptedException {
        if (task.status() == Status.RUN) {
            runs(task.task().id(), task.task().title());
            return;
        }
        Snapshot state = plan.cursor().orElseThrow();
        boolean own = state.key().filter(task.preimage().key()::equals).isPresent();
        line("cached: the state " + words(state) + (own ? "" : ", which a step after it has left,") + " is there");
    }

    private void test(TestPlan test) throws InterruptedException {
        if (test.status() == Status.RUN) {
            runs(test.test().id(), test.test().title());
            return;
        }
        line("cached: the verdict " + test.preimage().key().shortHex() + " on the "
                + plan.cursor().map(state -> "state " + words(state)).orElse("base") + " is there");
    }

    private static String words(Snapshot state) {
        return state.key().map(Digest::shortHex).orElse(state.id()) + " of " + time(state.created());
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void runs(String id, String title) throws InterruptedException {
        Explanation why = explainer.of(id);
        line("run      " + id + "  " + title);
        line("         " + why.words());
        why.since().ifPresent(time -> line("since    the build of " + time(time)));
        if (why.since().isEmpty() && explainer.knowsNone()) {
            line("         no earlier build of this manifest is known here: it is the first on this engine,");
            line("         or the cache was cleared since, or another machine or user has built it");
        }
        why.changes().forEach(this::change);
        why.before().ifPresent(this::before);
    }

    private void before(Explanation.Before before) {
        line("");
        line("before   " + (before.id().isEmpty() ? "the base" : before.id()));
        line("         " + before.words());
        before.changes().forEach(this::change);
    }

    private void change(Altered altered) {
        line("");
        line(ChangeWords.of(altered.change()));
        lines(altered).forEach(each -> line("  " + each));
    }

    private List<String> lines(Altered altered) {
        Change change = altered.change();
        Optional<Change.Content> content = change.content();
        if (content.isPresent()) {
            Optional<List<String>> lines = altered.action().flatMap(action -> lines(action, content.get()));
            if (lines.isPresent()) {
                return lines.get();
            }
        }
        return looksSecret(change) ? List.of() : LineChanges.ofValue(change.before(), change.after());
    }

    /** By its name as much as by what it is: the manifest's lint has warned of it, and this goes to logs. */
    private static boolean looksSecret(Change change) {
        String name = change.subject().substring(change.subject().lastIndexOf(' ') + 1);
        return Stream.of(change.before(), change.after())
                .flatMap(Optional::stream)
                .anyMatch(value -> SecretTexts.findsIn(name, value));
    }

    private Optional<List<String>> lines(Action action, Change.Content content) {
        Optional<Path> file = action.file(content.field(), content.entry());
        Optional<String> now = file.flatMap(path -> texts.read(path, content.after()));
        return now.flatMap(text -> texts.find(content.before()).map(old -> LineChanges.of(old, text)));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
