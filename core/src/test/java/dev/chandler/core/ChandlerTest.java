package dev.chandler.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChandlerTest {

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private final EventRecorder events = new EventRecorder();

    private TestBuild build() {
        return new TestBuild(host, folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "describe", "runsCommands", "run"})
    void blamesAProvisionerForWhateverItThrowsAndEndsTheRun(String method) {
        TestBuild build = build().prepared(step -> new BrokenStep(step, method)).install("true");

        assertThatThrownBy(() -> build.runWhole(events))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("the provisioner \"exec\" failed on step \"install[0]\"")
                .hasMessageContaining("a bug in " + method);
        assertThat(events.summary()).endsWith("RunEnded FAILED");
        assertThat(host.leftovers()).isEmpty();
    }

    @Test
    void refusesABaseThatIsForAnotherPlatformThanAskedFor() {
        TestBuild build = build().install("true").askedFor(new Platform("linux", "arm64", ""));

        assertThatThrownBy(() -> build.runWhole(events))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-PLAN-020")
                .hasMessageContaining("linux/arm64")
                .hasMessageContaining("linux/amd64");
        assertThat(host.leftovers()).isEmpty();
    }

    @Test
    void endsTheRunForListenersAlsoWhenABugEndsThePlanning() {
        host.at("resolve", 1, () -> {
            throw new IllegalStateException("a bug of an engine");
        });
        TestBuild build = build().install("true");

        assertThatThrownBy(() -> build.runWhole(events)).isInstanceOf(IllegalStateException.class);
        assertThat(events.summary()).containsExactly("RunEnded FAILED");
        assertThat(events.events(RunEvent.RunEnded.class).get(0).problems())
                .extracting(problem -> problem.code())
                .containsExactly("CH-BUG-001");
    }
}
