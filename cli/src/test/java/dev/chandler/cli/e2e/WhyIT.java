package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody asks why a step runs. */
class WhyIT {

    private static final String STEPS = """
            vars: {version: "1.2", unused: "1"}
            install:
              - touch /first
              - name: config
                copy: {from: conf, to: /etc/app}
              - echo [=version] > /version
            script: [test -f /etc/app/app.conf]
            """;

    @RegisterExtension
    final Stranger stranger = new Stranger();

    private Path conf;

    @BeforeEach
    void builds() throws IOException {
        conf = Files.createDirectories(stranger.project().resolve("conf"));
        Files.writeString(conf.resolve("app.conf"), "port 80\nname app\n");
        Files.writeString(conf.resolve("run.sh"), "#!/bin/sh\n");
        stranger.manifest("busybox", STEPS);
        stranger.builds();
    }

    private String why(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "why";
        System.arraycopy(words, 0, all, 1, words.length);
        return stranger.runs(all).exits(0).out();
    }

    private String plan() {
        return stranger.runs("plan").exits(0).out();
    }

    @Test
    void aChangedFileIsNamedWithItsLinesWhateverItsTime() throws IOException {
        Path file = conf.resolve("app.conf");
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, "port 81\nname app\n");
        Files.setLastModifiedTime(file, time);

        assertThat(plan())
                .contains("config  copy conf to /etc/app  (because content of conf/app.conf changed)")
                .contains("(because the step before it, config, changed)");
        assertThat(why("config"))
                .contains("run      config", "because content of conf/app.conf changed", "since    the build of 20")
                .contains("  -1  port 80\n  +1  port 81\n");
        assertThat(why("script[0]"))
                .contains("because a step before it, config, changed", "before   config", "  +1  port 81\n");
        assertThat(stranger.builds().hit()).containsExactly("install[0]");
        assertThat(why("config")).matches("(?s).*cached: the state [0-9a-f]{12} of 20\\S+Z.* is there\n");
    }

    @Test
    void aFileThatIsRenamedAndKeepsItsTimeIsGoneAndNew() throws IOException {
        Files.move(conf.resolve("app.conf"), conf.resolve("other.conf"));

        assertThat(plan()).contains("(because conf/app.conf is gone, and 1 more)");
        assertThat(why("config")).contains("\nconf/app.conf is gone\n", "\nconf/other.conf is new\n");
    }

    @Test
    void aVariableIsNamedWhereItIsUsedAndNowhereElse() {
        assertThat(why("install[2]", "--var", "version=1.3"))
                .contains("because variable version changed", "  - 1.2\n  + 1.3\n");
        assertThat(why("install[2]", "--var", "unused=2")).contains("cached: ");
        assertThat(why("config", "--var", "version=1.3")).contains("cached: ");
    }

    @Test
    void aBaseThatIsAnotherIsNamedByAllSteps() {
        stranger.manifest(stranger.image(), STEPS);

        assertThat(plan())
                .contains("touch /first  (because base changed)", "copy conf to /etc/app  (because base changed)");
        assertThat(why("config"))
                .containsPattern("- busybox \\(sha256:.*\\)\n {2}\\+ " + stranger.image() + " \\(sha256:.*\\)\n");
    }

    @Test
    void whereTheCacheWasClearedNothingIsKnown() {
        for (String kind : new String[] {"runs", "preimages"}) {
            Stranger.names(stranger.cache().resolve(kind))
                    .forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }

        assertThat(why("install[2]", "--var", "version=1.3"))
                .contains("no checkpoint", "no earlier build of this manifest is known here");
    }

    @Test
    void aStepThatIsNotThereIsRefused() {
        assertThat(stranger.runs("why", "confg").exits(2).err())
                .contains("CH-CACHE-008", "did you mean \"config\"", "install[0], config, install[2], script[0]");
    }
}
