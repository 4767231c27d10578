package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.engine.ToolboxContent;
import dev.chandler.api.event.OutputSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What every engine that has {@link Capability#TOOLBOX} has to do with a toolbox's second name, which no state has.
 *
 * <p>Part of {@link ToolboxContract}. Its commands are such as {@link FakeInstance} knows, too.
 */
abstract class ToolboxLinkContract extends EngineConcern {

    static final String PLACE = Mount.Toolbox.FOLDER + "/contract/tools";
    static final String LINK = "/contract-tools";

    private static final String USE = "cat " + LINK + "/tool";
    private static final String OWN = "cat " + LINK + "/own";
    private static final String MAKE_OWN = "rm -rf " + LINK + "; mkdir " + LINK;

    /** The digest of a toolbox that is not there yet. */
    final Digest freshToolbox(ToolboxContent content) {
        Digest digest = freshKey();
        GapProven.unless(engine(), Set.of(Capability.TOOLBOX), () -> engine().keepToolbox(digest, content));
        return digest;
    }

    final Digest kept(TarFiles files) throws InterruptedException {
        return kept(files::stream);
    }

    final Digest kept(ToolboxContent content) throws InterruptedException {
        Digest digest = freshToolbox(content);
        engine().keepToolbox(digest, content);
        return digest;
    }

    static InstanceSettings.Builder linking(Digest digest) {
        return InstanceSettings.builder().mount(new Mount.Toolbox(digest, PLACE, Optional.of(LINK)));
    }

    static int code(Instance instance, String line) throws InterruptedException {
        return instance.run(shell(line).build(), OutputSink.NONE).exitCode();
    }

    private InstanceSettings.Builder linking() throws InterruptedException {
        return linking(kept(new TarFiles().file("tool", 0755, 0, "a tool")));
    }

    private static TarFiles own(String name) {
        return new TarFiles().file(name, 0644, 0, "its own");
    }

    /** A state that has something at the link's place. */
    private Snapshot stateWithItsOwn() throws InterruptedException {
        Instance maker = start(InstanceSettings.builder());
        maker.put(LINK, own("own").stream());
        return maker.snapshot(Optional.of(freshKey()));
    }

    private boolean has(Snapshot state, String path) throws IOException, InterruptedException {
        Optional<InputStream> got =
                start(new InstanceSpec(present(), Optional.of(state), false)).get(path);
        if (got.isPresent()) {
            got.get().close();
        }
        return got.isPresent();
    }

    private static int writes(Instance instance, String path) throws InterruptedException {
        return instance.run(
                        shell("cat >" + path)
                                .stdin(() -> new ByteArrayInputStream("its own".getBytes(StandardCharsets.UTF_8)))
                                .build(),
                        OutputSink.NONE)
                .exitCode();
    }

    @Test
    void commandsFindTheToolsByTheLinkAndNoStateHasIt() throws Exception {
        Instance instance = start(linking());
        assertThat(sh(instance, USE)).isEqualTo("a tool");

        Snapshot first = instance.snapshot(Optional.of(freshKey()));
        assertThat(sh(instance, USE)).as("after a snapshot").isEqualTo("a tool");
        Snapshot second = instance.snapshot(Optional.of(freshKey()));

        assertThat(has(first, LINK)).isFalse();
        assertThat(has(second, LINK)).isFalse();
        assertThat(sh(instance, USE)).isEqualTo("a tool");
    }

    @Test
    void aStateGoesOnWithTheLink() throws Exception {
        InstanceSettings settings = linking().build();
        Instance first = start(Optional.empty(), settings);
        assertThat(writes(first, "/written")).isZero();
        Snapshot state = first.snapshot(Optional.of(freshKey()));

        Instance second = start(Optional.of(state), settings);

        assertThat(sh(second, USE)).isEqualTo("a tool");
        assertThat(sh(second, "cat /written")).isEqualTo("its own");
        assertThat(has(second.snapshot(Optional.of(freshKey())), LINK)).isFalse();
    }

    @Test
    void itIsInNoChange() throws Exception {
        Instance instance = start(linking());
        assertThat(writes(instance, "/written")).isZero();

        assertThat(TarFiles.read(instance.changes()).keySet())
                .contains("written")
                .noneMatch(name -> name.contains("tools"));
        assertThat(sh(instance, USE)).isEqualTo("a tool");
    }

    @Test
    void aStateWithItsOwnKeepsItAndHasNoLink() throws Exception {
        Instance instance = start(Optional.of(stateWithItsOwn()), linking().build());

        assertThat(sh(instance, OWN)).isEqualTo("its own");
        assertThat(code(instance, USE)).isNotZero();
        assertThat(sh(instance, "cat " + PLACE + "/tool")).isEqualTo("a tool");
        assertThat(has(instance.snapshot(Optional.of(freshKey())), LINK + "/own"))
                .isTrue();
    }

    @Test
    void aCommandCanPutItsOwnInItsPlaceForGood() throws Exception {
        Instance instance = start(linking());
        sh(instance, MAKE_OWN);
        assertThat(writes(instance, LINK + "/own")).isZero();

        Snapshot state = instance.snapshot(Optional.of(freshKey()));

        assertThat(has(state, LINK + "/own")).isTrue();
        assertThat(sh(instance, OWN)).isEqualTo("its own");
        assertThat(code(instance, USE)).isNotZero();
    }

    @Test
    void nothingCanBeWrittenThroughIt() throws Exception {
        Instance instance = start(linking());

        assertThat(writes(instance, LINK + "/other")).isNotZero();
        assertThat(writes(instance, LINK + "/tool")).isNotZero();

        assertThat(sh(instance, USE)).isEqualTo("a tool");
    }

    @Test
    void filesThatArePutThereAreTheStatesOwn() throws Exception {
        InstanceSettings settings = linking().build();
        Map<String, String> ways = Map.of(LINK, "own", "/", LINK.substring(1) + "/own");
        for (Map.Entry<String, String> way : ways.entrySet()) {
            Instance instance = start(Optional.empty(), settings);
            assertThat(sh(instance, USE)).isEqualTo("a tool");

            instance.put(way.getKey(), own(way.getValue()).stream());

            assertThat(sh(instance, OWN)).as("put at %s", way.getKey()).isEqualTo("its own");
            assertThat(has(instance.snapshot(Optional.of(freshKey())), LINK + "/own"))
                    .isTrue();
        }
    }

    @Test
    void nothingIsGotThroughIt() throws Exception {
        Instance instance = start(linking());
        assertThat(sh(instance, USE)).isEqualTo("a tool");

        assertThat(instance.get(LINK)).isEmpty();
        assertThat(instance.get(LINK + "/tool")).isEmpty();
        assertThat(sh(instance, USE)).isEqualTo("a tool");
    }

    @Test
    void filesPutElsewhereLeaveItAlone() throws Exception {
        Instance instance = start(linking());
        assertThat(sh(instance, USE)).isEqualTo("a tool");

        instance.put("/", own("own").stream());

        assertThat(sh(instance, USE)).isEqualTo("a tool");
        assertThat(sh(instance, "cat /own")).isEqualTo("its own");
    }

    @Test
    void itIsBackAfterACommandThatRemovedItHasEnded() throws Exception {
        Instance instance = start(linking());
        sh(instance, "rm -rf " + LINK);

        instance.endProcesses(Optional.empty());

        assertThat(sh(instance, USE)).isEqualTo("a tool");
        assertThat(has(instance.snapshot(Optional.of(freshKey())), LINK)).isFalse();
    }

    @Test
    void whatACommandRemovesOfTheStatesOwnIsGoneFromTheNext() throws Exception {
        Instance instance = start(Optional.of(stateWithItsOwn()), linking().build());
        sh(instance, "rm -rf " + LINK);

        instance.endProcesses(Optional.empty());

        assertThat(sh(instance, USE)).isEqualTo("a tool");
        Snapshot state = instance.snapshot(Optional.of(freshKey()));
        assertThat(has(state, LINK)).isFalse();
    }

    @Test
    void anInstanceWithAReadOnlyRootHasNone() throws Exception {
        Instance instance = start(linking().readOnly(true));

        assertThat(code(instance, USE)).isNotZero();
        assertThat(sh(instance, "cat " + PLACE + "/tool")).isEqualTo("a tool");
    }

    @Test
    void anInstanceForFilesAloneHasNone() throws Exception {
        Instance instance = start(
                new InstanceSpec(present(), Optional.empty(), false, linking().build()));
        instance.put("/opt", own("own").stream());

        assertThat(instance.get(LINK)).isEmpty();
        assertThat(has(instance.snapshot(Optional.of(freshKey())), LINK)).isFalse();
    }

    @Test
    void withoutASecondNameThereIsNone() throws Exception {
        Digest digest = kept(new TarFiles().file("tool", 0755, 0, "a tool"));
        Instance instance = start(InstanceSettings.builder().mount(new Mount.Toolbox(digest, PLACE)));

        assertThat(sh(instance, "cat " + PLACE + "/tool")).isEqualTo("a tool");
        assertThat(code(instance, USE)).isNotZero();
    }
}
