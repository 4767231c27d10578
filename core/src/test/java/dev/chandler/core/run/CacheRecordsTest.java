package dev.chandler.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.core.TestBuild;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.FileCacheStorage;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.observe.Seal;
import dev.chandler.core.observe.UserKey;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.testkit.FakeHost;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheRecordsTest {

    @TempDir
    Path folder;

    @Test
    void looksAtEachTaskOnceHoweverManyCheckpointsThereAre() throws InterruptedException {
        Plan plan = new TestBuild(new FakeHost(), folder)
                .install("write /a 1", "write /b 1", "write /c 1", "write /d 1")
                .plan();
        Counted tasks = new Counted(plan.tasks());
        CacheStorage storage = new FileCacheStorage(folder.resolve("records"));
        CacheRecords records = new CacheRecords(storage, new Seal(new UserKey(folder)), new EventBus(List.of()));
        Plan counted = with(plan, tasks);

        plan.tasks().forEach(task -> records.checkpoint(counted, task));

        assertThat(tasks.looks).isEqualTo(4);
        assertThat(plan.tasks())
                .allSatisfy(task -> assertThat(storage.find(
                                CacheStorage.Kind.PREIMAGE, task.preimage().key()))
                        .contains(task.preimage().text()));
    }

    private static Plan with(Plan plan, List<TaskPlan> tasks) {
        return new Plan(
                plan.graph(),
                plan.base(),
                plan.instance(),
                plan.start(),
                tasks,
                plan.tests(),
                plan.cursor(),
                plan.registered(),
                plan.warnings());
    }

    /** Counts how often one of its items is looked at. */
    private static final class Counted extends AbstractList<TaskPlan> {

        private final List<TaskPlan> items;
        private int looks;

        Counted(List<TaskPlan> items) {
            this.items = items;
        }

        @Override
        public TaskPlan get(int index) {
            looks++;
            return items.get(index);
        }

        @Override
        public int size() {
            return items.size();
        }
    }
}
