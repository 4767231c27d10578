package dev.chandler.core.plan;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.CacheException;
import dev.chandler.core.change.Change;
import dev.chandler.core.change.ChangeWords;
import dev.chandler.core.graph.Action;
import dev.chandler.core.observe.ObservationRecords;
import dev.chandler.core.observe.Observations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Has the steps of one node asked again for what the records say that they have read, and says in words what came of it. */
final class Recollection implements Observer {

    private final ObservationRecords records;
    private final Consumer<CacheException> unreadable;
    private final List<String> changed = new ArrayList<>();
    private boolean recorded = true;

    /**
     * Begins with a node.
     *
     * @param unreadable is told of a record that may be there and cannot be read, or a key that cannot be had
     */
    Recollection(ObservationRecords records, Consumer<CacheException> unreadable) {
        this.records = records;
        this.unreadable = unreadable;
    }

    @Override
    public Optional<Observations> observed(Action action, Digest step) throws InterruptedException {
        Optional<Observations> last = tried(() -> records.find(step));
        if (last.isEmpty()) {
            recorded = false;
            return Optional.empty();
        }
        List<String> names = last.get().names();
        Map<String, Digest> answers = names.isEmpty() ? Map.of() : action.observe(names);
        Optional<Observations> now = tried(() -> Optional.of(records.seal(answers)));
        if (now.isEmpty()) {
            recorded = false;
            return Optional.empty();
        }
        changed.addAll(last.get().changed(now.get()));
        return now.filter(read -> read.names().size() == names.size());
    }

    private interface Attempt {
        Optional<Observations> run();
    }

    private Optional<Observations> tried(Attempt attempt) {
        try {
            return attempt.run();
        } catch (CacheException e) {
            unreadable.accept(e);
            return Optional.empty();
        }
    }

    /** Why there may be no result; empty if that is not for what is read. */
    String reason() {
        if (!recorded) {
            return "what it reads has not been recorded";
        }
        if (changed.isEmpty()) {
            return "";
        }
        return ChangeWords.because(changed.stream().map(Change::observed).toList());
    }
}
