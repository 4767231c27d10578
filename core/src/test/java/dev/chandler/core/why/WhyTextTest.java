package dev.chandler.core.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.TestBuild;
import dev.chandler.testkit.FakeTree;
import dev.chandler.testkit.Golden;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What people read of files that a step takes, and of settings with their values. */
class WhyTextTest extends CopiedFiles {

    @Test
    void theLinesOfAFileThatChangedAreShown() throws Exception {
        copying().run();
        write("app.conf", "one\n2\nthree\nfour\n");

        Golden.assertMatches("why/lines.txt", why());
        assertThat(copying().reasons()).isEqualTo(Map.of("install[0]", "because content of conf/app.conf changed"));
    }

    @Test
    void aChangeOfContentIsFoundWhateverTimeTheFileHas() throws Exception {
        copying().run();
        FileTime time = Files.getLastModifiedTime(folder.resolve("conf/app.conf"));
        write("app.conf", "one\nTWO\nthree\n");
        Files.setLastModifiedTime(folder.resolve("conf/app.conf"), time);

        assertThat(why()).contains("because content of conf/app.conf changed", "-2  two", "+2  TWO");
    }

    @Test
    void anotherTimeAloneIsNoChange() throws Exception {
        copying().run();
        Files.setLastModifiedTime(folder.resolve("conf/app.conf"), FileTime.fromMillis(0));

        assertThat(copying().reasons()).isEmpty();
    }

    @Test
    void aFileWithAnotherNameIsOneThatIsNewAndOneThatIsGone() throws Exception {
        copying().run();
        Files.move(folder.resolve("conf/app.conf"), folder.resolve("conf/other.conf"));

        Golden.assertMatches("why/renamed.txt", why());
    }

    @Test
    void aModeIsNamedByItsFileAndOwnersByWhatIsCopied() throws Exception {
        copying().run();
        Files.setPosixFilePermissions(folder.resolve("conf/sub/run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(copying().reasons()).isEqualTo(Map.of("install[0]", "because mode of conf/sub/run.sh changed"));
        Golden.assertMatches("why/modes.txt", copying("1:1").why("install[0]"));
    }

    @Test
    void aBaseIsShownByItsNameAndDigestBeforeAndAfter() throws Exception {
        copying().run();
        host.image("other", new FakeTree().put("/bin/sh", "other"), ImageConfig.EMPTY);

        assertThat(copying().base(new BaseReference.Image("other")).why("install[0]"))
                .contains("because base changed")
                .containsPattern("- busybox \\(sha256:[0-9a-f]{64}\\)\n {2}\\+ other \\(sha256:[0-9a-f]{64}\\)");
    }

    @Test
    void filesOfAFolderThatIsMountedForReadingAreNamed() throws Exception {
        mounting().run();
        write("app.conf", "other");
        write("new.conf", "");
        Files.delete(folder.resolve("conf/sub/run.sh"));

        Golden.assertMatches("why/mounted.txt", mounting().why("install[0]"));
    }

    @Test
    void aLargeFolderThatIsMountedIsNamedAsAWhole() throws Exception {
        for (int i = 0; i < 1000; i++) {
            write("file" + i, "");
        }
        mounting().run();
        write("app.conf", "other");

        assertThat(mounting().reasons()).containsEntry("install[0]", "because content of mount /src changed");
    }

    @Test
    void whatChangedBeforeAStepIsShownWithIt() throws Exception {
        copying().install("write /a 1").run();
        write("app.conf", "one\n");

        Golden.assertMatches("why/before.txt", copying().install("write /a 1").why("install[1]"));
    }

    @Test
    void aCommandOfSeveralLinesIsComparedByLine() throws Exception {
        new TestBuild(host, folder).install("write /a 1\nwrite /b 1\n").run();

        assertThat(new TestBuild(host, folder)
                        .install("write /a 1\nwrite /b 2\n")
                        .why("install[0]"))
                .contains("text changed\n  -2  write /b 1\n  +2  write /b 2\n");
    }

    @Test
    void aStateThatIsThereIsNamedByKeyAndTime() throws Exception {
        copying().install("write /a 1").test("true").run();
        TestBuild again = copying().install("write /a 1").test("true");

        assertThat(again.why("install[1]")).matches("cached: the state [0-9a-f]{12} of \\S+Z is there\n");
        assertThat(again.why("install[0]"))
                .matches("cached: the state [0-9a-f]{12} of \\S+Z, which a step after it has left, is there\n");
        assertThat(again.why("script[0]"))
                .matches("cached: the verdict [0-9a-f]{12} on the state [0-9a-f]{12} of \\S+Z is there\n");
    }

    @Test
    void whereNoEarlierBuildIsKnownThatIsSaid() throws Exception {
        Golden.assertMatches("why/first.txt", why());
    }

    @Test
    void aClearedCacheIsLikeAFirstBuild() throws Exception {
        copying().run();
        write("app.conf", "other");
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }

        assertThat(why()).contains("no earlier build of this manifest is known here");
    }

    @Test
    void aDamagedRecordIsLikeNone() throws Exception {
        copying().run();
        write("app.conf", "other");
        try (Stream<Path> files = Files.list(folder.resolve("cache/runs"))) {
            for (Path file : files.toList()) {
                Files.writeString(file, Files.readString(file).replace("task\t", "tusk\t"));
            }
        }

        assertThat(why()).contains("no earlier build of this manifest is known here");
    }

    @Test
    void aStepThatIsNotThereIsRefusedWithWhatThereIs() {
        assertThatThrownBy(() -> copying().test("true").why("instal[0]"))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-CACHE-008")
                .hasMessageContaining("install[0], script[0]")
                .hasMessageContaining("did you mean \"install[0]\"");
    }

    @Test
    void anActionOfABlockIsTheBlock() throws Exception {
        assertThat(new TestBuild(host, folder).parallel("true", "false").why("install[0].branch[1]"))
                .startsWith("run      install[0]  2 branches in parallel\n");
    }

    @Test
    void aTextThatCannotBeReadIsLikeNone() throws Exception {
        copying().run();
        mounting().run();
        write("app.conf", "other");
        try (Stream<Path> files = Files.list(folder.resolve("cache/texts"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
                Files.createDirectory(file);
            }
        }

        assertThat(why()).contains("content of conf/app.conf changed\n  - sha256:");
        assertThat(mounting().reasons()).containsEntry("install[0]", "because content of mount /src changed");
    }
}
