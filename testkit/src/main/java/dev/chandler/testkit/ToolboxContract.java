package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.engine.ToolboxContent;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.provision.Command;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an engine that has {@link Capability#TOOLBOX} has to do with toolboxes. */
abstract class ToolboxContract extends ToolboxLinkContract {

    private static final String SHELL = PLACE + "/sh";

    /**
     * A busybox without libraries, for the engine's processor, that can be {@code sh}, {@code cat}, {@code setsid} and
     * {@code sleep}.
     *
     * @return a file of the client
     */
    protected Path busybox() {
        return Path.of("/bin/busybox");
    }

    /**
     * How deep the first state of a base without layers is.
     *
     * @return 1; 0 where states have no layers
     */
    protected int layersOfAStep() {
        return 1;
    }

    private static boolean isOfDev(String name) {
        return name.equals("dev") || name.startsWith("dev/");
    }

    private InputStream tools() throws IOException {
        return new TarFiles()
                        .file("sh", 0755, 0, Files.readAllBytes(busybox()))
                        .link("cat", "sh")
                        .link("setsid", "sh")
                        .link("sleep", "sh")
                        .stream();
    }

    private Digest keptTools() throws InterruptedException {
        return kept(this::tools);
    }

    private static InstanceSettings.Builder mounting(Digest digest) {
        return InstanceSettings.builder().mount(new Mount.Toolbox(digest, PLACE));
    }

    private List<Resource> listed(Digest digest) throws InterruptedException {
        return engine().resources().stream()
                .filter(resource -> resource.key().filter(digest::equals).isPresent())
                .toList();
    }

    private static String text(Instance instance, String path) throws InterruptedException {
        return TarFiles.read(instance.get(path).orElseThrow()).values().stream()
                .map(TarFiles.Entry::text)
                .collect(Collectors.joining());
    }

    @Test
    void isMadeOnceAndIsWhole() throws Exception {
        Digest digest = kept(new TarFiles().file("tool", 0644, 0, "a tool"));

        engine().keepToolbox(digest, () -> {
            throw new IOException("opened again");
        });

        Instance instance = start(mounting(digest));
        assertThat(sh(instance, "cat " + PLACE + "/tool")).isEqualTo("a tool");
    }

    @Test
    void isThereForOtherClients() throws Exception {
        Digest digest = kept(new TarFiles().file("tool", 0644, 0, "a tool"));

        try (Engine other = connected()) {
            other.keepToolbox(digest, () -> {
                throw new IOException("opened again");
            });
        }
    }

    @Test
    void contentThatFailsLeavesNothingAndCanBeTriedAgain() throws Exception {
        Digest digest = freshToolbox(this::tools);
        byte[] begin = new TarFiles().file("tool", 0644, 0, "a tool").stream().readNBytes(700);
        // Refuses to be read.
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        List<ToolboxContent> failing = List.of(
                () -> {
                    throw new IOException("no such folder");
                },
                () -> new SequenceInputStream(new ByteArrayInputStream(begin), broken),
                () -> new ByteArrayInputStream("this is no archive".repeat(100).getBytes(StandardCharsets.UTF_8)));

        for (ToolboxContent content : failing) {
            assertThatThrownBy(() -> engine().keepToolbox(digest, content)).isInstanceOf(EngineException.class);
            assertThat(listed(digest)).isEmpty();
        }

        engine().keepToolbox(digest, new TarFiles().file("tool", 0644, 0, "a tool")::stream);
        assertThat(sh(start(mounting(digest)), "cat " + PLACE + "/tool")).isEqualTo("a tool");
    }

    @Test
    void anInterruptLeavesNothing() throws Exception {
        Digest digest = freshToolbox(this::tools);

        assertThatThrownBy(() -> engine().keepToolbox(digest, () -> {
                    InputStream files = tools();
                    Thread.currentThread().interrupt();
                    return files;
                }))
                .isInstanceOf(InterruptedException.class);

        assertThat(listed(digest)).isEmpty();
    }

    @Test
    void ofTwoThatWantItAtOnceOneMakesIt() throws Exception {
        Digest digest = freshToolbox(this::tools);
        AtomicInteger opened = new AtomicInteger();
        ToolboxContent content = () -> {
            opened.incrementAndGet();
            return tools();
        };
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Engine other = connected()) {
            List<Future<?>> both = new ArrayList<>();
            for (Engine each : List.of(engine(), other)) {
                Callable<?> keeping = () -> {
                    together.await();
                    each.keepToolbox(digest, content);
                    return digest;
                };
                both.add(threads.submit(keeping));
            }
            for (Future<?> each : both) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(opened).hasValue(1);
        assertThat(listed(digest)).hasSize(1);
    }

    @Test
    void modesOwnersAndLinksAreKept() throws Exception {
        Digest digest = kept(new TarFiles()
                .file("setuid", 04755, 0, "s")
                .file("private", 0640, 1234, "p")
                .directory("folder", 0711, 1234)
                .link("folder/link", "../setuid")
                .hardLink("same", "private", 0640, 1234));
        Instance instance = start(mounting(digest));

        assertThat(sh(
                        instance,
                        "cd " + PLACE + " && stat -c '%a %u:%g %h' setuid private folder && readlink folder/link"))
                .matches("4755 0:0 1\n640 1234:1234 2\n711 1234:1234 \\d+\n\\.\\./setuid");
    }

    @Test
    void commandsCanRunItAndNotWriteToIt() throws Exception {
        Instance instance = start(mounting(keptTools()));

        assertThat(code(instance, SHELL + " -c 'exit 7'")).isEqualTo(7);
        assertThat(code(instance, "touch " + PLACE + "/file")).isNotZero();
        assertThat(code(instance, "rm -f " + SHELL)).isNotZero();
        assertThat(code(instance, "chmod 700 " + SHELL)).isNotZero();
        assertThat(instance.run(shell(SHELL + " -c :").user("nobody").build(), OutputSink.NONE)
                        .ok())
                .isTrue();
    }

    @Test
    void isThereWhateverTheSettings() throws Exception {
        Digest digest = keptTools();
        Instance instance = start(mounting(digest).readOnly(true).capabilities(List.of(), List.of("ALL")));

        assertThat(code(instance, SHELL + " -c 'exit 7'")).isEqualTo(7);
        assertThat(code(instance, "touch " + PLACE + "/file")).isNotZero();
        assertThat(code(instance, "touch " + Mount.Toolbox.FOLDER + "/file")).isZero();
    }

    @Test
    void nothingOfItIsInAnyState() throws Exception {
        Instance instance = start(mounting(keptTools()));
        instance.put("/opt", new TarFiles().file("file", 0644, 0, "put").stream());
        sh(instance, "touch /opt/written " + Mount.Toolbox.FOLDER + "/file");

        assertThat(TarFiles.read(instance.changes()).keySet()).noneMatch(ToolboxContract::isOfDev);
        assertNothingIn(instance.snapshot(Optional.of(freshKey())), base());
    }

    @Test
    void anInstanceForFilesAloneLeavesNothingOfItEither() throws Exception {
        Digest digest = keptTools();
        Instance instance = start(new InstanceSpec(
                present(), Optional.empty(), false, mounting(digest).build()));
        instance.put("/opt", new TarFiles().file("file", 0644, 0, "put").stream());

        assertThat(text(instance, "/opt/file")).isEqualTo("put");
        assertNothingIn(instance.snapshot(Optional.of(freshKey())), base());
    }

    private void assertNothingIn(Snapshot state, BaseReference base) throws InterruptedException {
        Instance files = start(new InstanceSpec(engine().resolve(base), Optional.of(state), false));
        assertThat(files.get(Mount.Toolbox.FOLDER + "/contract"))
                .as("of the toolbox")
                .isEmpty();
        assertThat(files.get(Mount.Toolbox.FOLDER + "/file")).as("beside it").isEmpty();
        assertThat(files.get(LINK)).as("its second name").isEmpty();
    }

    @Test
    void isAResourceOfNoBuildAndStaysWhileItIsUsed() throws Exception {
        Digest digest = keptTools();
        Instance instance = start(mounting(digest));
        assertThat(listed(digest)).hasSize(1);
        Resource resource = listed(digest).get(0);

        assertThat(resource.kind()).isEqualTo(Resource.Kind.TOOLBOX);
        assertThat(resource.buildId()).isEmpty();
        assertThat(engine().remove(resource)).as("removed while it is used").isFalse();
        assertThat(code(instance, SHELL + " -c 'exit 7'")).isEqualTo(7);
        engine().keepToolbox(digest, () -> {
            throw new IOException("opened again");
        });
        instance.close();
        assertThat(engine().remove(resource)).isTrue();
        assertThat(listed(digest)).isEmpty();
    }

    @Test
    void canBeMadeAgainWhenItWasRemoved() throws Exception {
        Digest digest = kept(new TarFiles().file("tool", 0644, 0, "the first"));
        assertThat(engine().remove(listed(digest).get(0))).isTrue();

        engine().keepToolbox(digest, new TarFiles().file("tool", 0644, 0, "the second")::stream);

        assertThat(sh(start(mounting(digest)), "cat " + PLACE + "/tool")).isEqualTo("the second");
    }

    @Test
    void oneThatIsNotThereIsAProblemAndNotMade() throws Exception {
        Digest digest = freshToolbox(this::tools);

        assertThatThrownBy(() -> start(mounting(digest)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(digest.shortHex());
        assertThat(listed(digest)).isEmpty();
    }

    @Test
    void aBaseWithoutAnyFileRunsCommandsByItsShell() throws Exception {
        Instance instance = startScratch();
        RecordedOutput output = new RecordedOutput();
        Command command = tool("cat; echo \"$HOME\"; pwd; umask; exit 7")
                .stdin(() -> new ByteArrayInputStream("input\n".getBytes(StandardCharsets.UTF_8)))
                .build();

        assertThat(instance.run(command, output).exitCode()).as(output.err()).isEqualTo(7);
        assertThat(output.out()).isEqualTo("input\n/\n/\n0022\n");
        assertThat(instance.run(Command.of("/bin/sh", "-c", ":").build(), OutputSink.NONE)
                        .exitCode())
                .isEqualTo(127);
    }

    @Test
    void aBaseWithoutAnyFileTakesFilesAndKeepsNothingElse() throws Exception {
        Instance instance = startScratch();
        instance.put("/etc", new TarFiles().file("passwd", 0644, 0, "app:x:1000:1000::/opt/app:\n").stream());
        RecordedOutput output = new RecordedOutput();

        assertThat(instance.run(tool("echo \"$HOME\"").user("app").build(), output)
                        .ok())
                .isTrue();
        assertThat(instance.run(tool("echo written >/file").build(), output).ok())
                .isTrue();

        assertThat(output.out()).isEqualTo("/opt/app\n");
        assertThat(text(instance, "/file")).isEqualTo("written\n");
        assertThat(TarFiles.read(instance.changes()).keySet()).noneMatch(ToolboxContract::isOfDev);
        Snapshot state = instance.snapshot(Optional.of(freshKey()));
        assertThat(state.depth()).isEqualTo(layersOfAStep());
        assertNothingIn(state, new BaseReference.Scratch());
    }

    @Test
    void processesInABaseWithoutAnyFileEnd() throws Exception {
        Instance instance = startScratch();
        String looking = "for each in /proc/[0-9]*; do cat $each/cmdline; done";
        for (String user : List.of("0", "1000")) {
            instance.run(
                    tool("setsid sleep 1000 >/dev/null 2>&1 & sleep 1001 >/dev/null 2>&1 &")
                            .user(user)
                            .mark(Optional.of("mark-" + user))
                            .build(),
                    OutputSink.NONE);
        }
        assertThat(shown(instance, looking)).contains("1000", "1001");

        instance.endProcesses(Optional.of("mark-1000"));
        assertThat(shown(instance, looking)).contains("1000", "1001");
        instance.endProcesses(Optional.empty());

        assertThat(shown(instance, looking)).doesNotContain("1000", "1001");
    }

    @Test
    void aBaseWithoutAnyFileHasTheLinkByTheToolboxsOwnMeans() throws Exception {
        byte[] busybox = Files.readAllBytes(busybox());
        List<TarFiles> toolboxes = List.of(
                new TarFiles().file("sh", 0755, 0, busybox),
                new TarFiles().file("busybox", 0755, 0, busybox).link("sh", "busybox"),
                new TarFiles().file("bin/busybox", 0755, 0, busybox).link("sh", "bin/busybox"));
        for (TarFiles tools : toolboxes) {
            InstanceSettings settings = linking(kept(tools)).build();
            Instance instance = start(scratch(settings));
            for (int i = 0; i < 2; i++) {
                assertThat(instance.run(Command.of(LINK + "/sh", "-c", "exit 7").build(), OutputSink.NONE)
                                .exitCode())
                        .isEqualTo(7);
                assertThat(TarFiles.read(instance.changes())).isEmpty();
                assertNothingIn(instance.snapshot(Optional.of(freshKey())), new BaseReference.Scratch());
            }
        }
    }

    private static String shown(Instance instance, String line) throws InterruptedException {
        RecordedOutput output = new RecordedOutput();
        instance.run(tool(line).build(), output);
        return output.out();
    }

    private Instance startScratch() throws InterruptedException {
        return start(scratch(mounting(keptTools()).build()));
    }

    private InstanceSpec scratch(InstanceSettings settings) throws InterruptedException {
        return new InstanceSpec(engine().resolve(new BaseReference.Scratch()), Optional.empty(), true, settings)
                .withShell(SHELL);
    }

    private static Command.Builder tool(String line) {
        return Command.of(SHELL, "-c", line).env(Map.of("PATH", PLACE));
    }
}
