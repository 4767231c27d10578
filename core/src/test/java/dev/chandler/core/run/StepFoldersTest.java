package dev.chandler.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import dev.chandler.api.provision.StepFolder;
import dev.chandler.core.TestBuild;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.LeakCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The folders that steps have while they run; none of them stays, which the leak check sees. */
class StepFoldersTest {

    @RegisterExtension
    final LeakCheck leaks = LeakCheck.of();

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private final List<StepFolder> given = new ArrayList<>();

    private TestBuild build(boolean shares) {
        return new TestBuild(host, folder).prepared(step -> new Using(step, shares, given));
    }

    @Test
    void aStepHasOneThatNobodyElseCanEnterAndThatIsGoneAfterwards() throws InterruptedException {
        build(false).install("write /a 1", "write /b 2").run();

        assertThat(given).hasSize(2).doesNotHaveDuplicates();
        assertThat(given).allSatisfy(each -> assertThat(each.path()).doesNotExist());
        assertThat(given).allSatisfy(each -> assertThat(each.inInstance()).isEmpty());
    }

    @Test
    void theInstanceHasItWhereTheStepAsksForThat() throws InterruptedException {
        build(true).install("write /a 1").test("cat /a").run();

        assertThat(given)
                .extracting(each -> each.inInstance().orElseThrow())
                .allMatch(each -> each.matches("/dev/shm/chandler-steps/\\d+"));
        assertThat(given.get(0).path().getParent())
                .as("no fork sees another's")
                .isNotEqualTo(given.get(1).path().getParent());
    }

    @Test
    void anEngineWithoutBindsHasNone() throws InterruptedException {
        host.without(Capability.MOUNT_BIND);

        build(true).install("write /a 1").run();

        assertThat(given).extracting(StepFolder::inInstance).allMatch(Optional::isEmpty);
    }

    @Test
    void itIsRemovedWhenTheStepFailsAndEachTryHasItsOwn() {
        TestBuild build = build(true).install(TestBuild.action("fail"), action -> TestBuild.retried(action, 1));

        assertThatThrownBy(build::run).isInstanceOf(ProvisionException.class);

        assertThat(given).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aBuildThatWasKilledIsReapedWithItsFolder() throws Exception {
        LiveBuilds builds = new LiveBuilds(folder.resolve("builds"));
        LiveBuilds.LiveBuild dead = builds.start();
        Path left = Path.of(System.getProperty("java.io.tmpdir"), "chandler-" + dead.id());
        Files.createDirectories(left.resolve("1/2"));
        Files.writeString(left.resolve("1/2/config.json"), "{}");
        try (LiveBuilds.LiveBuild alive = builds.start()) {
            Path used = Files.createDirectory(left.resolveSibling("chandler-" + alive.id()));
            dead.leaveSomething();
            dead.close();

            new Reaper(builds).reap(host.connect("reap"), false);

            assertThat(left).doesNotExist();
            assertThat(used).exists();
            Files.delete(used);
        }
    }

    /** Uses its folder, and then does what the step it stands for does. */
    private record Using(PreparedStep step, boolean sharesFolder, List<StepFolder> given) implements PreparedStep {

        @Override
        public String title() {
            return step.title();
        }

        @Override
        public void describe(KeyBuilder key) throws InterruptedException {
            step.describe(key);
        }

        @Override
        public void run(StepContext context) throws InterruptedException {
            StepFolder own = context.folder();
            assertThat(context.folder()).isEqualTo(own);
            assertThat(own.path()).isEmptyDirectory();
            try {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.path())))
                        .isEqualTo("rwx------");
                Files.createDirectory(own.path().resolve("deep"));
                Files.writeString(own.path().resolve("deep/file"), "x");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            synchronized (given) {
                given.add(own);
            }
            if (title().equals("fail")) {
                throw new ProvisionException(Problem.of("CH-X-001", "no"));
            }
            step.run(context);
        }
    }
}
