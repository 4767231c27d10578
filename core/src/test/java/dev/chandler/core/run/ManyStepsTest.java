package dev.chandler.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import dev.chandler.core.TestBuild;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeHost;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build asks of the engine and of provisioners grows with the number of its steps, and no faster. */
class ManyStepsTest {

    @TempDir
    Path folder;

    private final AtomicInteger described = new AtomicInteger();

    private TestBuild build(FakeHost host, int steps) {
        String[] commands = IntStream.range(0, steps).mapToObj(i -> "echo " + i).toArray(String[]::new);
        return new TestBuild(host, folder).prepared(Counted::new).install(commands);
    }

    @Test
    void planningDescribesEachStepOnceAndAsksTheEngineOnce() throws InterruptedException {
        FakeHost host = new FakeHost();

        build(host, 2000).plan();

        assertThat(described).hasValue(2000);
        assertThat(host.calls()).containsExactly("resolve busybox", "find 2000");
    }

    @Test
    void eachStepOfABuildAsksForAsMuchAsAnother() throws InterruptedException {
        int few = calls(100);
        int more = calls(200);
        int many = calls(400);

        assertThat(many - more).isEqualTo(2 * (more - few));
        assertThat(many).isLessThan(400 * 4);
    }

    private int calls(int steps) throws InterruptedException {
        FakeHost host = new FakeHost();
        build(host, steps).run();
        return host.calls().size();
    }

    @Test
    void aBuildOfManyStepsThatAreThereAsksTheEngineAsOftenAsOneOfFew() throws InterruptedException {
        FakeHost host = new FakeHost();
        TestBuild build = build(host, 400);
        build.run();
        host.forgetCalls();
        described.set(0);

        EventRecorder events = new EventRecorder();
        build.run(events);

        assertThat(events.events(RunEvent.StepHit.class)).hasSize(400);
        assertThat(described).hasValue(400);
        assertThat(host.calls()).hasSizeLessThan(5);
    }

    /** A step that counts how often it is asked what its key is made of. */
    private final class Counted implements PreparedStep {

        private final PreparedStep step;

        Counted(PreparedStep step) {
            this.step = step;
        }

        @Override
        public String title() {
            return step.title();
        }

        @Override
        public void describe(KeyBuilder key) throws InterruptedException {
            described.incrementAndGet();
            step.describe(key);
        }

        @Override
        public void run(StepContext context) throws InterruptedException {
            step.run(context);
        }
    }
}
