package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves a provisioner: extend it, say what a good step is and which changes matter, and all tests here are yours.
 *
 * <p>Runs on a {@link FakeEngine}; a provisioner whose commands that does not understand gives an engine of its own by
 * {@link #connect} and {@link #base}.
 *
 * <pre>{@code
 * class MotdProvisionerTest extends ProvisionerContract {
 *     protected Provisioner provisioner() { return new MotdProvisioner(); }
 *     protected Setting settings() { return Settings.text("hello"); }
 *     protected Map<String, Change> changes() {
 *         return Map.of("the text", (directory, settings) -> Settings.text("good bye"));
 *     }
 * }
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public abstract class ProvisionerContract {

    /** Something that gives a step another result, and so must give it another key. */
    @FunctionalInterface
    public interface Change {

        /**
         * Makes the change.
         *
         * @param directory the folder of the manifest, with the files of {@link #prepareFiles}, to be changed at will
         * @param settings the settings before
         * @return the settings after
         * @throws IOException if files cannot be changed
         */
        Setting apply(Path directory, Setting settings) throws IOException;
    }

    @TempDir
    private Path directory;

    private Engine engine;

    /** Made by JUnit. */
    @SuppressWarnings("NullAway.Init") // JUnit sets the folder, open() the engine, before each test.
    protected ProvisionerContract() {}

    /**
     * The provisioner.
     *
     * @return a new one
     */
    protected abstract Provisioner provisioner();

    /**
     * Settings of a good step, which gives the same files however often it runs.
     *
     * @return the settings
     */
    protected abstract Setting settings();

    /**
     * All that a step's result depends on.
     *
     * @return what is changed, in words, and how
     */
    protected abstract Map<String, Change> changes();

    /**
     * Makes the files that the settings name.
     *
     * @param directory the folder of the manifest, empty
     * @throws IOException if they cannot be made
     */
    protected void prepareFiles(Path directory) throws IOException {}

    /**
     * Changes something that the good step reads from outside, such as a value that a server has; for a step that
     * {@linkplain PreparedStep#observes observes}.
     *
     * @param directory the folder of the manifest, with the files of {@link #prepareFiles}
     * @throws IOException if it cannot be changed
     */
    protected void changeWhatIsObserved(Path directory) throws IOException {
        throw new AssertionError("a step that observes is proven by a changeWhatIsObserved of its own");
    }

    /**
     * The environment of the client, for steps that look there.
     *
     * @return names and values; here none
     */
    protected Map<String, String> clientEnvironment() {
        return Map.of();
    }

    /**
     * Settings that cannot be right.
     *
     * @return each of them must be refused, at a place; here a list for a text, an unknown key for a map
     */
    protected List<Setting> wrongSettings() {
        Setting good = settings();
        return good.kind() == Setting.Kind.MAP
                ? List.of(Settings.with(good, "no-such-setting", "1"), Settings.text("text"))
                : List.of(Settings.list("a", "b"), Settings.map("no-such-setting", "1"));
    }

    /**
     * Connects to the engine that steps run on.
     *
     * @return an engine, closed after each test
     */
    protected Engine connect() {
        return new FakeEngine();
    }

    /**
     * The base that steps run on.
     *
     * @return something that the engine has
     */
    protected BaseReference base() {
        return new BaseReference.Image("busybox");
    }

    /**
     * What a good step makes in an instance.
     *
     * @return absolute paths, compared with all that is below them
     */
    protected List<String> results() {
        return List.of("/");
    }

    @BeforeEach
    final void open() throws IOException {
        engine = connect();
        prepareFiles(directory);
    }

    @AfterEach
    final void close() {
        engine.close();
    }

    @Test
    final void theIdIsOneWord() {
        assertThat(provisioner().id()).matches("[a-z][a-z0-9-]*");
        assertThat(provisioner().keyVersion()).isNotBlank();
    }

    @Test
    final void itIsDeclaredAsAService() {
        assertThat(ServiceLoader.load(Provisioner.class).stream().map(ServiceLoader.Provider::type))
                .contains(provisioner().getClass());
    }

    @Test
    final void theTitleIsOneLine() throws InterruptedException {
        assertThat(prepare().title()).isNotBlank().doesNotContain("\n", "\r");
    }

    @Test
    final void preparingAndDescribingChangesNothing() throws IOException, InterruptedException {
        Map<Path, FileTime> before = files();

        prepare().describe(new RecordedKey());

        assertThat(files()).isEqualTo(before);
    }

    @Test
    final void theSameSettingsGiveTheSameKey() throws InterruptedException {
        assertThat(key(directory, settings())).isEqualTo(key(directory, settings()));
    }

    @Test
    final void aStepMayBeDescribedTwice() throws InterruptedException {
        PreparedStep step = prepare();
        RecordedKey first = new RecordedKey();
        RecordedKey second = new RecordedKey();

        step.describe(first);
        step.describe(second);

        assertThat(second).hasToString(first.toString());
    }

    /** A name of Chandler's own fields is as good as any other. */
    @Test
    final void everyFieldHasANameInOneLine() throws InterruptedException {
        RecordedKey key = new RecordedKey();
        prepare().describe(key);

        assertThat(key.names())
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).isNotBlank().doesNotContain("\n", "\r"));
    }

    @Test
    final void thePlaceOfTheProjectDoesNotMatter(@TempDir Path other) throws IOException, InterruptedException {
        prepareFiles(other);

        assertThat(key(other, settings())).isEqualTo(key(directory, settings()));
    }

    @Test
    final void timesDoNotMatter() throws IOException, InterruptedException {
        String before = key(directory, settings());
        for (Path file : files().keySet()) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        }

        assertThat(key(directory, settings())).isEqualTo(before);
    }

    @TestFactory
    final Stream<DynamicTest> whatChangesTheResultChangesTheKey(@TempDir Path folder) {
        return changes().entrySet().stream()
                .map(each -> dynamicTest(
                        each.getKey(),
                        () -> assertThatItMatters(each.getValue(), Files.createTempDirectory(folder, ""))));
    }

    private void assertThatItMatters(Change change, Path changed) throws IOException, InterruptedException {
        prepareFiles(changed);
        String before = key(changed, settings());

        Setting after = change.apply(changed, settings());

        assertThat(key(changed, after)).isNotEqualTo(before);
    }

    @TestFactory
    final Stream<DynamicTest> wrongSettingsAreRefusedAtTheirPlace() {
        return wrongSettings().stream()
                .map(each -> dynamicTest(
                        each.toString(),
                        () -> assertThatThrownBy(() -> prepare(directory, each))
                                .isInstanceOfSatisfying(
                                        ManifestException.class,
                                        thrown -> assertThat(thrown.problems())
                                                .extracting(Problem::where)
                                                .allMatch(Optional::isPresent))));
    }

    @Test
    final void goodSettingsAreOfTheShapeThatIsDescribed() {
        assertThat(ShapeMatch.fits(settings(), provisioner().settings().shape()))
                .as("settings() of the provisioner describe " + settings())
                .isTrue();
    }

    @Test
    final void everyRunGivesTheSameFiles() throws Exception {
        PreparedStep step = prepare();

        assertThat(run(step, 1)).isEqualTo(run(step, 1));
    }

    @Test
    final void anotherTryGivesTheSameFiles() throws Exception {
        PreparedStep step = prepare();

        assertThat(run(step, 2)).isEqualTo(run(step, 1));
    }

    @Test
    final void somethingIsMade() throws Exception {
        FakeTree before = run(prepare(), 0);

        assertThat(run(prepare(), 1)).isNotEqualTo(before);
    }

    @Test
    final void aCancelledStepSaysSo() throws Exception {
        PreparedStep step = prepare();
        try (OwnFolder own = OwnFolder.make();
                Instance instance = create(step)) {
            FakeContext context = new FakeContext(instance).with(own.path());
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> step.run(context)).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    final void anEngineThatHasGoneIsNotTheStepsFailure() throws Exception {
        FakeEngine fake = new FakeEngine();
        for (String call : List.of("run", "put", "get")) {
            fake.host().loseConnection(call, 1);
        }
        PreparedStep step = prepare();
        Base busybox = fake.resolve(new BaseReference.Image("busybox"));
        try (OwnFolder own = OwnFolder.make();
                Instance instance = fake.create(new InstanceSpec(busybox, Optional.empty(), step.runsCommands()))) {
            assertThatThrownBy(() -> step.run(new FakeContext(instance).with(own.path())))
                    .isInstanceOf(EngineException.class);
        }
    }

    @TestFactory
    final Stream<DynamicTest> whatIsReadFromOutside() throws InterruptedException {
        return prepare().observes()
                ? Stream.of(
                        dynamicTest("is answered the same while nothing has changed", this::observedIsAnswered),
                        dynamicTest(
                                "has other digests of the same names when it has changed", this::changesAreObserved),
                        dynamicTest("has names in one line, the same in each run", this::namesStay))
                : Stream.of(dynamicTest("is nothing where the step says so", this::nothingIsObserved));
    }

    private void observedIsAnswered() throws Exception {
        PreparedStep step = prepare();
        Map<String, Digest> observed = observed(step);

        assertThat(observed).as("what a run of a step that observes has noted").isNotEmpty();
        assertThat(step.observe(names(observed))).isEqualTo(observed);
        assertThat(prepare().observe(names(observed)))
                .as("asked of a step that has not run")
                .isEqualTo(observed);
    }

    private void changesAreObserved() throws Exception {
        Map<String, Digest> before = observed(prepare());

        changeWhatIsObserved(directory);

        PreparedStep step = prepare();
        Map<String, Digest> after = step.observe(names(before));
        assertThat(after)
                .hasSameSizeAs(before)
                .containsOnlyKeys(before.keySet())
                .isNotEqualTo(before);
        assertThat(observed(step)).as("what a run reads then").isEqualTo(after);
    }

    private void namesStay() throws Exception {
        PreparedStep step = prepare();
        Map<String, Digest> observed = observed(step);

        assertThat(observed.keySet())
                .isNotEmpty()
                .isEqualTo(observed(step).keySet())
                .allSatisfy(name -> assertThat(name).isNotBlank().doesNotContain("\n", "\r", "\t"));
    }

    private void nothingIsObserved() throws Exception {
        assertThat(observed(prepare())).isEmpty();
    }

    private static List<String> names(Map<String, Digest> observed) {
        return List.copyOf(observed.keySet());
    }

    /** What a run notes, in a new instance. */
    private Map<String, Digest> observed(PreparedStep step) throws Exception {
        try (OwnFolder own = OwnFolder.make();
                Instance instance = create(step)) {
            FakeContext context = new FakeContext(instance).with(own.path());
            step.run(context);
            return Map.copyOf(context.observed());
        }
    }

    private PreparedStep prepare() throws InterruptedException {
        return prepare(directory, settings());
    }

    private PreparedStep prepare(Path folder, Setting settings) throws InterruptedException {
        return provisioner().prepare(new FakeRequest(settings, folder).clientEnvironment(clientEnvironment()));
    }

    private String key(Path folder, Setting settings) throws InterruptedException {
        RecordedKey key = new RecordedKey();
        prepare(folder, settings).describe(key);
        return key.toString();
    }

    private Map<Path, FileTime> files() throws IOException {
        return ContractFiles.below(directory);
    }

    private Instance create(PreparedStep step) throws InterruptedException {
        Base base = engine.resolve(base());
        return engine.create(new InstanceSpec(base, Optional.empty(), step.runsCommands()));
    }

    /** Runs a step some times in one new instance, and gives what is there then. */
    private FakeTree run(PreparedStep step, int times) throws Exception {
        try (Instance instance = create(step)) {
            for (int i = 0; i < times; i++) {
                try (OwnFolder own = OwnFolder.make()) {
                    step.run(new FakeContext(instance).with(own.path()));
                }
            }
            return results(instance);
        }
    }

    private FakeTree results(Instance instance) throws Exception {
        FakeTree tree = new FakeTree();
        for (String path : results()) {
            tree.putAll(ContractFiles.at(instance, path));
        }
        return tree;
    }
}
