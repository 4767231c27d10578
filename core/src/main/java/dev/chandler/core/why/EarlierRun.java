package dev.chandler.core.why;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.change.Fields;
import dev.chandler.core.change.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A build that there was, with all that its keys stand for.
 *
 * @param record what is known of it
 * @param start what its base was
 * @param tasks its steps
 * @param tests its tests that were green
 */
record EarlierRun(RunRecord record, Fields start, List<Work> tasks, List<Work> tests) {

    /**
     * Reads a build's preimages.
     *
     * @return empty if not all are there
     */
    static Optional<EarlierRun> of(RunRecord record, CacheStorage cache) {
        Reader reader = new Reader(cache);
        Optional<Fields> start = reader.fields(record.start());
        List<Work> tasks = reader.works(record, false);
        List<Work> tests = reader.works(record, true);
        return start.isPresent() && !reader.missing
                ? Optional.of(new EarlierRun(record, start.get(), tasks, tests))
                : Optional.empty();
    }

    private static final class Reader {

        private final CacheStorage cache;
        private boolean missing;

        Reader(CacheStorage cache) {
            this.cache = cache;
        }

        Optional<Fields> fields(Digest key) {
            Optional<Fields> fields =
                    cache.find(CacheStorage.Kind.PREIMAGE, key).flatMap(Fields::read);
            missing |= fields.isEmpty();
            return fields;
        }

        List<Work> works(RunRecord record, boolean tests) {
            List<Work> works = new ArrayList<>();
            for (RunRecord.Node node : tests ? record.tests() : record.tasks()) {
                works.add(new Work(node.id(), inputs(node.parts())));
            }
            return List.copyOf(works);
        }

        private List<Work.Input> inputs(List<RunRecord.Part> parts) {
            List<Work.Input> inputs = new ArrayList<>();
            Work.@Nullable Input last = null;
            for (RunRecord.Part part : parts) {
                Optional<Fields> fields = fields(part.key());
                if (fields.isEmpty()) {
                    return List.of();
                }
                if (last != null && KeyedInput.isObserved(fields.get())) {
                    inputs.set(inputs.size() - 1, new Work.Input(last.branch(), last.action(), last.fields(), fields));
                } else {
                    last = new Work.Input(part.branch(), part.action(), fields.get(), Optional.empty());
                    inputs.add(last);
                }
            }
            return List.copyOf(inputs);
        }
    }
}
