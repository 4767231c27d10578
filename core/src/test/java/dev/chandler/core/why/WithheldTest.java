package dev.chandler.core.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Location;
import dev.chandler.core.TestBuild;
import dev.chandler.core.manifest.SecretSource;
import dev.chandler.core.manifest.SecretSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is kept of a build to explain the next one, and what is neither kept nor shown. */
class WithheldTest extends CopiedFiles {

    @Test
    void aFileThatOnlyItsOwnerMayReadIsKeptNowhere() throws Exception {
        Path file = folder.resolve("conf/app.conf");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        copying().run();
        Files.writeString(file, "other");

        assertThat(why()).contains("because content of conf/app.conf changed").doesNotContain("three", "other");
        assertThat(kept()).doesNotContain("three");
    }

    @Test
    void aFileThatLooksLikeItHasASecretIsKeptNowhere() throws Exception {
        write("app.conf", "db_password: correct-horse\n");
        copying().run();
        write("app.conf", "db_password: battery-staple\n");

        assertThat(why()).contains("because content of conf/app.conf changed").doesNotContain("battery");
        assertThat(kept()).doesNotContain("correct-horse");
    }

    @Test
    void aFileInAFolderThatOnlyItsOwnerMayEnterIsKeptNowhere() throws Exception {
        Files.setPosixFilePermissions(folder.resolve("conf/sub"), PosixFilePermissions.fromString("rwx------"));
        copying().run();
        write("sub/run.sh", "other");

        assertThat(why()).contains("because content of conf/sub/run.sh changed").doesNotContain("other", "#!");
        assertThat(kept()).contains("three").doesNotContain("#!");
    }

    @Test
    void aFileIsKeptWhateverFolderTheProjectIsIn() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        copying().run();

        assertThat(kept()).contains("three");
    }

    @Test
    void whatIsInFilesThatOnlyTheirOwnerMayReadIsInNoListOfAMountedFolder() throws Exception {
        Path file = folder.resolve("conf/app.conf");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        mounting().run();
        String digest = Digest.of(Files.readAllBytes(file)).toString();
        Files.writeString(file, "other");

        assertThat(kept()).contains("app.conf", String.join("\0", "sub/run.sh", "FILE", "644", "sha256:"));
        assertThat(kept()).doesNotContain(digest);
        assertThat(mounting().reasons()).containsEntry("install[0]", "because content of mount /src changed");
    }

    @Test
    void aFileOfAMountedFolderThatOthersMayReadByNowIsNoNewFile() throws Exception {
        Path file = folder.resolve("conf/app.conf");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        mounting().run();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(mounting().reasons()).containsEntry("install[0]", "because mode of conf/app.conf changed");
    }

    @Test
    void aFileWithASecretThatIsReadLaterIsKeptNowhere() throws Exception {
        SecretSpec later = new SecretSpec(
                "later",
                new SecretSource.Output(List.of("/bin/echo", "swordfish-swordfish"), "echo", folder),
                Optional.empty(),
                new Location("chandler.yml", 1, 1));
        write("app.conf", "greeting swordfish-swordfish\n");
        copying()
                .client(Map.of("PATH", "/usr/bin:/bin"))
                .install(TestBuild.action("write /a 1"), action -> TestBuild.given(action, later))
                .run();

        assertThat(kept()).contains("#!/bin/sh").doesNotContain("swordfish");
    }

    @Test
    void aFileIsKeptAsItWasWhenItsStepRan() throws Exception {
        host.at("run fake-1: write /a 1", 1, () -> edit("app.conf", "edited\n"));
        copying().install("write /a 1").run();

        assertThat(kept()).contains("three").doesNotContain("edited");
    }

    @Test
    void aValueThatIsAnAssignmentOfASecretIsNotShown() throws Exception {
        copying().env(Map.of("OPTIONS", "--password=correct-horse")).run();

        assertThat(copying().env(Map.of("OPTIONS", "--password=battery-staple")).why("install[0]"))
                .contains("environment OPTIONS changed")
                .doesNotContain("correct-horse", "battery-staple");
    }

    @Test
    void aVariableOfWhichOnlyADigestHasTheValueIsKeptNowhere() throws Exception {
        copying().variables(Map.of("pin", "a", "owner", "0")).run();

        assertThat(runs()).contains("variable\towner\t0").doesNotContain("variable\tpin");
    }

    @Test
    void aValueThatLooksLikeASecretIsNamedAndNotShown() throws Exception {
        copying().env(Map.of("DB_PASSWORD", "correct-horse", "MODE", "fast")).run();

        assertThat(copying()
                        .env(Map.of("DB_PASSWORD", "battery-staple", "MODE", "slow"))
                        .why("install[0]"))
                .contains("environment DB_PASSWORD changed\n\nenvironment MODE changed\n  - fast\n  + slow\n")
                .doesNotContain("correct-horse", "battery-staple");
    }

    @Test
    void largeFilesAndOthersThanTextAreNamedAndNotKept() throws Exception {
        write("app.conf", "x".repeat(65 * 1024));
        write("sub/run.sh", "\0binary");
        copying().run();
        write("app.conf", "small");

        assertThat(why()).contains("content of conf/app.conf changed\n  - sha256:");
        assertThat(kept()).isEmpty();
    }

    @Test
    void textsAreForTheUserAlone() throws Exception {
        copying().run();

        try (Stream<Path> files = Files.list(folder.resolve("cache/texts"))) {
            assertThat(files.toList())
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }
}
