package dev.chandler.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.TestBuild;
import dev.chandler.core.manifest.InstanceSection;
import dev.chandler.core.manifest.MountSpec;
import dev.chandler.core.manifest.Sharing;
import dev.chandler.core.manifest.ToolboxSource;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.FakeTree;
import dev.chandler.testkit.TarFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What builds do with a toolbox, and what bases without a shell get. */
class ToolboxTest {

    private static final String PLACE = "/dev/shm/chandler-tools";
    private static final Location HERE = new Location("chandler.yml", 2, 10);
    private static final String PROGRAM = "\u0001";

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private final EventRecorder events = new EventRecorder();

    private static InstanceSection section(ToolboxSource source) {
        return new InstanceSection(InstanceSettings.NONE, List.of(), Map.of(), Optional.of(source));
    }

    private TestBuild build(ToolboxSource source) {
        return new TestBuild(host, folder).instance(section(source));
    }

    private ToolboxSource files() {
        return new ToolboxSource.ClientFiles(folder.resolve("tools"), HERE);
    }

    private void tool(String name, String text) throws IOException {
        Path file = folder.resolve("tools").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** All that steps and tests have written. */
    private String output() {
        return Stream.of("install[0]", "install[1]", "install[2]", "script[0]", "script[1]")
                .map(events::output)
                .collect(Collectors.joining());
    }

    private FakeTree kept() {
        Digest digest = host.resources().stream()
                .filter(resource -> resource.kind() == Resource.Kind.TOOLBOX)
                .findFirst()
                .orElseThrow()
                .key()
                .orElseThrow();
        return host.toolbox(digest).orElseThrow();
    }

    private long calls(String beginning) {
        return host.calls().stream().filter(call -> call.startsWith(beginning)).count();
    }

    @Test
    void nothingElseCanBeMountedWhereToolsAre() {
        Mount taken = new Mount.Tmpfs("/dev/shm", OptionalLong.empty());
        InstanceSection section = new InstanceSection(
                InstanceSettings.NONE.withMounts(List.of(taken)),
                List.of(new MountSpec(taken, Sharing.SHARED, HERE)),
                Map.of(),
                Optional.of(files()));

        assertThatThrownBy(() -> section.withTools(files(), new Mount.Toolbox(Digest.of("tools"), PLACE)))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-TOOLBOX-010")
                .hasMessageContaining("chandler.yml:2:10");
    }

    @Test
    void aFolderIsKeptOnceAndMountedInStepsAndTests() throws Exception {
        tool("hello", "echo");
        build(files())
                .install("cat " + PLACE + "/hello", "env CHANDLER_TOOLS", "env PATH")
                .test("cat " + PLACE + "/hello")
                .test("env PATH")
                .runWhole(events);

        assertThat(calls("toolbox ")).isEqualTo(1);
        assertThat(kept().text("/hello")).hasValue("echo");
        assertThat(output())
                .contains("echo")
                .contains(PLACE + "\n")
                .contains(ImageConfig.DEFAULT_PATH + ":" + PLACE + "\n");
        assertThat(host.image("app:latest").orElseThrow().tree().files()).doesNotContainKey(PLACE + "/hello");
    }

    @Test
    void stepsAndTestsFindTheToolsAtToolsAndNoStateHasThem() throws Exception {
        tool("hello", "echo");
        build(files())
                .install("cat /tools/hello", "write /a 1", "cat /tools/hello")
                .test("cat /tools/hello")
                .runWhole(events);

        assertThat(output()).isEqualTo("echo".repeat(3));
        assertThat(host.image("app:latest").orElseThrow().tree().files())
                .containsKey("/a")
                .doesNotContainKey("/tools");
    }

    @Test
    void aBaseWithItsOwnToolsKeepsThem() throws Exception {
        tool("hello", "echo");
        FakeTree base = new FakeTree().put("/bin/sh", PROGRAM).put("/tools/own", "its own");
        host.image("with-tools", base, ImageConfig.EMPTY);

        build(files())
                .base(new BaseReference.Image("with-tools"))
                .install("cat /tools/own", "cat " + PLACE + "/hello")
                .runWhole(events);

        assertThat(output()).isEqualTo("its ownecho");
        assertThat(host.image("app:latest").orElseThrow().tree().text("/tools/own"))
                .hasValue("its own");
    }

    @Test
    void anUnchangedBuildBringsNothingAndAChangedToolRunsAgain() throws Exception {
        tool("hello", "echo");
        build(files()).install("true").test("true").runWhole(events);
        int instances = host.instancesStarted();

        build(files()).install("true").test("true").runWhole(new EventRecorder());
        assertThat(host.instancesStarted()).isEqualTo(instances);
        assertThat(calls("toolbox ")).isEqualTo(1);

        tool("hello", "other");
        build(files()).install("true").test("true").runWhole(new EventRecorder());
        assertThat(host.instancesStarted()).isEqualTo(instances + 2);
        assertThat(calls("toolbox ")).isEqualTo(2);
    }

    @Test
    void anArchiveIsKnownByItsBytesAndUnpackedFromItsTop() throws Exception {
        Path archive = folder.resolve("tools.tar");
        try (InputStream tar = new TarFiles().file("./bin/sh", 0755, 0, PROGRAM).stream()) {
            Files.copy(tar, archive);
        }

        build(new ToolboxSource.ClientFiles(archive, HERE)).install("true").runWhole(events);

        assertThat(kept().text("/bin/sh")).hasValue(PROGRAM);
        assertThat(host.resources().toString())
                .contains(Digest.of(Files.readAllBytes(archive)).hex());
    }

    @Test
    void anEmptyFolderIsNoToolbox() throws Exception {
        Files.createDirectories(folder.resolve("tools"));

        assertThatThrownBy(() -> build(files()).install("true").runWhole(events))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("chandler.yml:2:10")
                .hasMessageContaining("CH-TOOLBOX-003");
        assertThat(host.instancesStarted()).isZero();
    }

    @Test
    void anImageHasItsToolsAtToolsOrInItsOneVolume() throws Exception {
        FakeTree tree = new FakeTree().put("/tools/hello", "a").put("/data/hello", "b");
        host.image("tools", tree, ImageConfig.EMPTY);
        ToolboxSource source = new ToolboxSource.Image(new BaseReference.Image("tools"), HERE);

        build(source).install("cat " + PLACE + "/hello").runWhole(events);

        assertThat(kept().files()).containsOnlyKeys("/hello");
        assertThat(output()).contains("a");
        assertThat(host.leftovers()).isEmpty();
    }

    @Test
    void anImageWithoutEitherIsRefusedAndLeavesNothing() {
        host.image("tools", new FakeTree().put("/other", "a"), ImageConfig.EMPTY);
        ToolboxSource source = new ToolboxSource.Image(new BaseReference.Image("tools"), HERE);

        assertThatThrownBy(() -> build(source).install("true").runWhole(events))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("chandler.yml:2:10")
                .hasMessageContaining("CH-TOOLBOX-004");
        assertThat(host.leftovers()).isEmpty();
    }

    @Test
    void aDataContainersToolsAreThoseOfItsVolumeAndKnownByTheirContent() throws Exception {
        ToolboxSource source = new ToolboxSource.Container("data", HERE);
        host.dataContainer("data", new FakeTree().put("/srv/t/hello", "a"), List.of("/srv/t"));
        build(source).install("cat " + PLACE + "/hello").runWhole(events);
        int instances = host.instancesStarted();
        assertThat(output()).contains("a");
        assertThat(kept().files()).containsOnlyKeys("/hello");

        build(source).install("cat " + PLACE + "/hello").runWhole(new EventRecorder());
        assertThat(host.instancesStarted()).isEqualTo(instances);

        host.dataContainer("data", new FakeTree().put("/srv/t/hello", "b"), List.of("/srv/t"));
        build(source).install("cat " + PLACE + "/hello").runWhole(new EventRecorder());
        assertThat(host.instancesStarted()).isEqualTo(instances + 1);
    }

    @Test
    void aContainerThatIsNotThereIsAProblemOfTheManifest() {
        ToolboxSource source = new ToolboxSource.Container("data", HERE);

        assertThatThrownBy(() -> build(source).install("true").runWhole(events))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("chandler.yml:2:10")
                .hasMessageContaining("CH-TOOLBOX-005");
    }

    @Test
    void anEngineThatHasNoToolboxesIsToldBeforeItIsAsked() throws Exception {
        tool("hello", "echo");
        host.without(Capability.TOOLBOX);

        assertThatThrownBy(() -> build(files()).install("true").runWhole(events))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("cannot do toolboxes");
    }

    @Test
    void scratchRunsStepsAndTestsByTheToolboxsShell() throws Exception {
        tool("busybox", PROGRAM);

        build(files())
                .base(new BaseReference.Scratch())
                .install("write /a 1")
                .test("cat /a")
                .runWhole(events);

        assertThat(host.image("app:latest").orElseThrow().tree().files()).containsOnlyKeys("/a");
        assertThat(kept().files()).containsKeys("/busybox", "/sh", "/cat");
        assertThat(calls("get ")).as("nothing is looked up in scratch").isZero();
    }

    @Test
    void scratchWithoutAToolboxGetsAStaticBusyboxOfTheClient() throws Exception {
        Path busybox = elf("busybox", 62, false);

        new TestBuild(host, folder)
                .base(new BaseReference.Scratch())
                .client(Map.of("CHANDLER_SHELL", busybox.toString()))
                .install("write /a 1", "env PATH", "env CHANDLER_TOOLS")
                .runWhole(events);
        assertThatThrownBy(() -> new TestBuild(host, folder)
                        .base(new BaseReference.Scratch())
                        .client(Map.of("CHANDLER_SHELL", busybox.toString()))
                        .install("cat /tools/busybox")
                        .runWhole(new EventRecorder()))
                .as("nobody has asked for it")
                .hasMessageContaining("install[0]");

        assertThat(host.image("app:latest").orElseThrow().tree().files()).containsOnlyKeys("/a");
        assertThat(output()).doesNotContain(PLACE);
    }

    @Test
    void aShellThatNeedsALoaderOrAnotherMachineIsRefusedWithWhatWasLookedFor() throws Exception {
        Path dynamic = elf("dynamic", 62, true);
        Path foreign = elf("foreign", 183, false);

        assertThatThrownBy(() -> scratch(dynamic).runWhole(events))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("scratch has no shell")
                .hasMessageContaining(dynamic + ": not static");
        assertThatThrownBy(() -> scratch(foreign).runWhole(new EventRecorder()))
                .hasMessageContaining(foreign + ": not for amd64")
                .hasMessageContaining("busybox-static");
        assertThat(host.instancesStarted()).isZero();
    }

    private TestBuild scratch(Path shell) {
        return new TestBuild(host, folder)
                .base(new BaseReference.Scratch())
                .client(Map.of("CHANDLER_SHELL", shell.toString()))
                .install("write /a 1");
    }

    @Test
    void aBaseIsLookedIntoForAShellOnceAndNeverWithoutAToolbox() throws Exception {
        tool("sh", PROGRAM);
        host.image("bare", new FakeTree().put("/app", "1"), ImageConfig.EMPTY);
        TestBuild first = build(files()).base(new BaseReference.Image("bare")).install("write /a 1");
        first.runWhole(events);
        build(files())
                .base(new BaseReference.Image("bare"))
                .install("write /a 1", "write /b 2")
                .runWhole(new EventRecorder());

        assertThat(host.calls().stream().filter(call -> call.endsWith(" /bin/sh")))
                .hasSize(1);
        assertThat(host.leftovers()).isEmpty();
    }

    @Test
    void aToolboxWithoutAShellIsNoHelpToABaseWithoutOne() throws Exception {
        tool("hello", "echo");
        TestBuild build = build(files()).base(new BaseReference.Scratch()).install("true");

        assertThatThrownBy(() -> build.runWhole(events))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-TOOLBOX-007");
        assertThat(host.leftovers()).isEmpty();
    }

    /** The least that is an ELF program: its header, and one program header. */
    private Path elf(String name, int machine, boolean needsLoader) throws IOException {
        ByteBuffer elf = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
        elf.putShort(18, (short) machine).putLong(32, 64);
        elf.putShort(54, (short) 56).putShort(56, (short) 1);
        elf.putInt(64, needsLoader ? 3 : 1);
        return Files.write(folder.resolve(name), elf.array());
    }
}
