package dev.chandler.provisioner.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.Communicator;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.provision.StepContext;
import dev.chandler.api.settings.Setting;
import dev.chandler.testkit.FakeContext;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeFile;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.FakeInstance;
import dev.chandler.testkit.FakeRequest;
import dev.chandler.testkit.FakeTree;
import dev.chandler.testkit.ProvisionerContract;
import dev.chandler.testkit.RecordedKey;
import dev.chandler.testkit.RecordedOutput;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyProvisionerTest extends ProvisionerContract {

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();

    @Override
    protected Provisioner provisioner() {
        return new CopyProvisioner();
    }

    @Override
    protected Setting settings() {
        return Settings.map("from", "src/", "to", "/opt/app", "exclude", List.of("*.tmp"));
    }

    @Override
    protected void prepareFiles(Path directory) throws IOException {
        write(directory, "src/main.py", "print()");
        write(directory, "src/lib/a.py", "a");
        write(directory, "src/drop.tmp", "drop");
        Files.createSymbolicLink(directory.resolve("src/link"), Path.of("main.py"));
    }

    @Override
    protected Map<String, Change> changes() {
        Map<String, Change> changes = new LinkedHashMap<>();
        changes.put("the target", (directory, settings) -> Settings.with(settings, "to", "/opt/other"));
        changes.put("the owner", (directory, settings) -> Settings.with(settings, "owner", "1000"));
        changes.put("the mode", (directory, settings) -> Settings.with(settings, "mode", "0600"));
        changes.put("what is excluded", (directory, settings) -> Settings.with(settings, "exclude", "lib"));
        changes.put("a file's content", (directory, settings) -> {
            write(directory, "src/main.py", "exit()");
            return settings;
        });
        changes.put("a file's mode", (directory, settings) -> {
            Files.setPosixFilePermissions(
                    directory.resolve("src/main.py"), PosixFilePermissions.fromString("rwx------"));
            return settings;
        });
        changes.put("a file's name", (directory, settings) -> {
            Files.move(directory.resolve("src/main.py"), directory.resolve("src/main2.py"));
            return settings;
        });
        changes.put("a link's target", (directory, settings) -> {
            Files.delete(directory.resolve("src/link"));
            Files.createSymbolicLink(directory.resolve("src/link"), Path.of("lib"));
            return settings;
        });
        changes.put("an empty folder more", (directory, settings) -> {
            Files.createDirectory(directory.resolve("src/empty"));
            return settings;
        });
        changes.put("the ignore file", (directory, settings) -> {
            write(directory, ".chandlerignore", "src/lib");
            return settings;
        });
        return changes;
    }

    @BeforeEach
    void files() throws IOException {
        prepareFiles(folder);
    }

    @Test
    void itsFilesAreWhereItsKeyHasTheirContentsFrom() throws Exception {
        PreparedStep whole = prepare("from", "src", "to", "/opt/app");
        PreparedStep single = prepare("from", "src/main.py", "to", "/opt/app");

        assertThat(whole.file("content of src", "lib/a.py"))
                .contains(folder.toRealPath().resolve("src/lib/a.py"));
        assertThat(single.file("content of src/main.py", ""))
                .contains(folder.toRealPath().resolve("src/main.py"));
        assertThat(whole.file("mode of src", "lib/a.py")).isEmpty();
    }

    @Test
    void aFoldersContentGoesIntoTheTarget() throws Exception {
        FakeTree tree = copied("from", "src", "to", "/opt/app");

        assertThat(tree.files().keySet())
                .contains("/opt/app/main.py", "/opt/app/lib/a.py", "/opt/app/link", "/opt/app/drop.tmp")
                .doesNotContain("/opt/app/src");
        assertThat(tree.text("/opt/app/main.py")).hasValue("print()");
        assertThat(tree.file("/opt/app/link").orElseThrow().kind()).isEqualTo(FakeFile.Kind.LINK);
    }

    @Test
    void aFileBecomesTheTarget() throws Exception {
        assertThat(copied("from", "src/main.py", "to", "/opt/start").text("/opt/start"))
                .hasValue("print()");
    }

    @Test
    void aFileGoesIntoATargetThatEndsWithASlash() throws Exception {
        assertThat(copied("from", "src/main.py", "to", "/opt/").text("/opt/main.py"))
                .hasValue("print()");
    }

    @Test
    void aFileMayGoToTheRoot() throws Exception {
        assertThat(copied("from", "src/main.py", "to", "/start").text("/start")).hasValue("print()");
        assertThat(copied("from", "src/main.py", "to", "/").text("/main.py")).hasValue("print()");
    }

    @Test
    void aRelativeTargetIsBelowTheWorkdir() throws Exception {
        assertThat(copied("from", "src/main.py", "to", "bin/start").text("/srv/bin/start"))
                .hasValue("print()");
        assertThat(copied("from", "src/main.py", "to", ".").text("/srv/main.py"))
                .hasValue("print()");
        assertThat(copied("from", "src", "to", "../x").text("/x/main.py")).hasValue("print()");
    }

    @Test
    void anAbsoluteSourceIsTakenAsItIs() throws Exception {
        String from = folder.resolve("src/main.py").toString();

        assertThat(copied("from", from, "to", "/a").text("/a")).hasValue("print()");
    }

    @Test
    void rootOwnsWhatNobodyElseIsSaidToOwn() throws Exception {
        FakeFile file = copied("from", "src/main.py", "to", "/a").file("/a").orElseThrow();

        assertThat(List.of(file.uid(), file.gid())).containsExactly(0, 0);
    }

    @Test
    void theOwnerOwnsWhatIsMadeAndNothingElse() throws Exception {
        FakeTree tree = copied("from", "src", "to", "/opt/app", "owner", "1000:1001");

        assertThat(owner(tree, "/opt/app/main.py")).containsExactly(1000, 1001);
        assertThat(owner(tree, "/opt/app/lib")).containsExactly(1000, 1001);
        assertThat(owner(tree, "/opt/app")).containsExactly(1000, 1001);
        assertThat(owner(tree, "/opt")).containsExactly(0, 0);
        assertThat(owner(copied("from", "src", "to", "/bin", "owner", "1000"), "/bin"))
                .containsExactly(0, 0);
    }

    @Test
    void theDirectoryOfAFileIsItsOwnersToo() throws Exception {
        FakeTree tree = copied("from", "src/main.py", "to", "/opt/app/", "owner", "1000");

        assertThat(owner(tree, "/opt/app/main.py")).containsExactly(1000, 1000);
        assertThat(owner(tree, "/opt/app")).containsExactly(1000, 1000);
    }

    @Test
    void theModeIsTheFilesOwnOrTheOneSaid() throws Exception {
        Files.setPosixFilePermissions(folder.resolve("src/main.py"), PosixFilePermissions.fromString("rwxr-x---"));

        assertThat(mode(copied("from", "src", "to", "/a"), "/a/main.py")).isEqualTo(0750);
        assertThat(mode(copied("from", "src", "to", "/a", "mode", "0640"), "/a/main.py"))
                .isEqualTo(0640);
        assertThat(mode(copied("from", "src", "to", "/a", "mode", "640"), "/a/lib"))
                .isEqualTo(0750);
    }

    @Test
    void whatIsExcludedIsLeftOut() throws Exception {
        assertThat(copied("from", "src", "to", "/a", "exclude", List.of("*.tmp", "lib"))
                        .files()
                        .keySet())
                .contains("/a/main.py")
                .doesNotContain("/a/drop.tmp", "/a/lib");
    }

    @Test
    void theManifestsIgnoreFileSpeaksOfPathsFromThere() throws Exception {
        write(folder, ".dockerignore", "src/*.tmp\nmain.py\n");

        assertThat(copied("from", "src", "to", "/a").files().keySet())
                .contains("/a/main.py")
                .doesNotContain("/a/drop.tmp");
    }

    @Test
    void theFoldersOwnIgnoreFileIsNearer() throws Exception {
        write(folder, ".dockerignore", "src/main.py\n");
        write(folder, "src/.chandlerignore", "*.tmp\n.chandlerignore");

        assertThat(copied("from", "src", "to", "/a").files().keySet())
                .contains("/a/main.py")
                .doesNotContain("/a/drop.tmp", "/a/.chandlerignore");
    }

    @Test
    void anIgnoreFileDoesNotStopAFileThatIsNamed() throws Exception {
        write(folder, ".dockerignore", "*\n");

        assertThat(copied("from", "src/main.py", "to", "/a").text("/a")).hasValue("print()");
    }

    @Test
    void aCopyThatLeavesNothingIsRefused() throws Exception {
        write(folder, ".dockerignore", "src\n");

        assertRefused("chandler.yml:1:7: nothing is left of \"src\"", "from", "src", "to", "/a");
    }

    @Test
    void anEmptyFolderMakesAnEmptyDirectory() throws Exception {
        Files.createDirectory(folder.resolve("empty"));

        assertThat(copied("from", "empty", "to", "/opt/a").file("/opt/a")).hasValue(FakeFile.directory());
    }

    @Test
    void everythingWrongIsToldAtOnceAndAtItsPlace() {
        assertThatThrownBy(() -> prepare(
                        "from", "src", "too", "/a", "owner", "app:app", "mode", "rw", "exclude", List.of("a", "[b")))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        thrown -> assertThat(thrown.problems())
                                .extracting(Problem::toString)
                                .anyMatch(text -> text.contains("missing key \"to\""))
                                .anyMatch(text -> text.contains("2:1: unknown key \"too\""))
                                .anyMatch(text -> text.contains("3:8: \"owner\" must be a user and a group in numbers"))
                                .anyMatch(text -> text.contains("4:7: \"mode\" must be permissions in octal"))
                                .anyMatch(text -> text.contains("6:12: bad pattern \"[b\""))
                                .hasSize(5));
    }

    @Test
    void aMissingFileIsRefusedAtItsPlace() {
        assertRefused(
                "chandler.yml:1:7: no such file or folder: \"" + folder.resolve("nothing"),
                "from",
                "nothing",
                "to",
                "/");
    }

    @Test
    void excludeIsNoUseWithAFile() {
        assertRefused(
                "chandler.yml:3:10: \"exclude\" is for folders", "from", "src/main.py", "to", "/", "exclude", "a");
    }

    @Test
    void aBadLineOfAnIgnoreFileIsNamed() throws IOException {
        write(folder, "src/.dockerignore", "a\n[b\n");

        assertRefused(folder.resolve("src/.dockerignore") + ":2:1: bad pattern", "from", "src", "to", "/");
    }

    @Test
    void theKeyTellsTwoNamesOfOneFileFromTwoFiles() throws Exception {
        write(folder, "src/twin.py", "print()");
        String apart = keyText();
        Files.delete(folder.resolve("src/twin.py"));
        Files.createLink(folder.resolve("src/twin.py"), folder.resolve("src/main.py"));

        assertThat(keyText()).isNotEqualTo(apart);
    }

    private String keyText() throws InterruptedException {
        RecordedKey key = new RecordedKey();
        prepare("from", "src", "to", "/a").describe(key);
        return key.toString();
    }

    @Test
    void theKeySpeaksTheUsersWords() throws InterruptedException {
        RecordedKey key = new RecordedKey();
        prepare("from", "src", "to", "/a").describe(key);

        assertThat(key.names()).containsExactly("to", "owner", "content of src", "mode of src");
        assertThat(key.value("mode of src")).contains("lib=0755 folder").contains("link=link");
    }

    @Test
    void aFileThatChangesAfterItWasPlannedFailsTheStep() throws Exception {
        PreparedStep step = prepare("from", "src", "to", "/a");
        write(folder, "src/main.py", "other text");

        try (FakeInstance instance = start()) {
            assertThatThrownBy(() -> step.run(new FakeContext(instance)))
                    .isInstanceOf(ProvisionException.class)
                    .hasMessageStartingWith("chandler.yml:1:7: a file changed while it was being copied");
        }
    }

    @Test
    void nothingButOnePutIsAskedOfTheEngine() throws Exception {
        copied("from", "src", "to", "/opt/app");

        assertThat(host.calls())
                .containsExactly("resolve busybox", "create fake-1 from busybox", "put fake-1 /opt/app");
    }

    @Test
    void whatIsWrongWithTheSettingsAndWithTheFilesIsSaidTogether() {
        assertThatThrownBy(() -> prepare("from", "nofile", "to", "/a", "mode", "0999"))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::code)
                                .containsExactly("CH-MANIFEST-011", "CH-FILES-001"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CH-ENGINE-018", "CH-ENGINE-019"})
    void aTargetThatTheEngineRefusesIsTheStepsFailureAtItsPlace(String code) throws InterruptedException {
        PreparedStep step = prepare("from", "src/main.py", "to", "/bin");
        Problem refusal = Problem.of(code, "cannot overwrite directory");

        try (FakeInstance instance = start()) {
            FakeContext context = new FakeContext(instance);
            StepContext refusing = (StepContext) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {StepContext.class},
                    (proxy, method, arguments) -> method.getName().equals("communicator")
                            ? refusing(refusal)
                            : method.invoke(context, arguments));

            assertThatThrownBy(() -> step.run(refusing))
                    .isInstanceOf(ProvisionException.class)
                    .hasMessageStartingWith("chandler.yml:2:5: ")
                    .hasMessageContaining("cannot overwrite directory");
        }
    }

    private Communicator refusing(Problem refusal) {
        return (Communicator) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Communicator.class}, (proxy, method, arguments) -> {
                    throw new EngineException(refusal);
                });
    }

    private FakeTree copied(Object... settings) throws Exception {
        FakeInstance instance = start();
        prepare(settings).run(new FakeContext(instance, new RecordedOutput(), Map.of(), "/srv"));
        return instance.tree();
    }

    private PreparedStep prepare(Object... settings) throws InterruptedException {
        return new CopyProvisioner().prepare(new FakeRequest(Settings.map(settings), folder));
    }

    private void assertRefused(String message, Object... settings) {
        assertThatThrownBy(() -> prepare(settings))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith(message);
    }

    private FakeInstance start() throws InterruptedException {
        FakeEngine engine = host.connect("test");
        return engine.create(
                new InstanceSpec(engine.resolve(new BaseReference.Image("busybox")), Optional.empty(), false));
    }

    private static List<Integer> owner(FakeTree tree, String path) {
        FakeFile file = tree.file(path).orElseThrow();
        return List.of(file.uid(), file.gid());
    }

    private static int mode(FakeTree tree, String path) {
        return tree.file(path).orElseThrow().mode();
    }

    private static void write(Path directory, String path, String text) throws IOException {
        Files.createDirectories(directory.resolve(path).getParent());
        Files.writeString(directory.resolve(path), text);
    }
}
