package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.OutputSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine has to do with a {@link Mount}, as far as it says that it is capable of it. */
abstract class MountContract extends ToolboxContract {

    /** A folder of the client; public, for the engine may be another user. */
    @TempDir
    Path folder = Path.of("");

    private static InstanceSettings.Builder mounting(Mount mount) {
        return InstanceSettings.builder().mount(mount);
    }

    /** What is at a path after a build of all that an instance has written, and without its mounts. */
    private Instance after(Instance instance) throws InterruptedException {
        Snapshot snapshot = instance.snapshot(Optional.of(freshKey()));
        return start(Optional.of(snapshot), InstanceSettings.NONE);
    }

    private List<Resource> caches(String name) throws InterruptedException {
        return engine().resources().stream()
                .filter(resource -> resource.kind() == Resource.Kind.CACHE
                        && resource.name().equals(name))
                .toList();
    }

    @Test
    void aBindHasTheClientsFilesAndLeavesAnEmptyDirectory() throws Exception {
        Files.writeString(folder.resolve("file"), "of the client");
        Instance instance = start(mounting(new Mount.Bind(folder, "/new/place", false)));

        assertThat(sh(instance, "cat /new/place/file")).isEqualTo("of the client");
        sh(instance, "echo back >/new/place/written");

        assertThat(folder.resolve("written")).hasContent("back\n");
        assertThat(sh(after(instance), "ls -A /new/place | wc -l; stat -c '%a %u:%g' /new/place"))
                .isEqualTo("0\n755 0:0");
    }

    @Test
    void aReadOnlyBindCannotBeWrittenTo() throws Exception {
        Instance instance = start(mounting(new Mount.Bind(folder, "/src", true)));

        assertThat(code(instance, "touch /src/file")).isNotZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileCanBeMountedOverAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("group"), "mounted");
        Instance instance = start(mounting(new Mount.Bind(file, "/etc/group", true)));
        assertThat(sh(instance, "cat /etc/group")).isEqualTo("mounted");

        assertThat(sh(after(instance), "cat /etc/group")).doesNotContain("mounted");
    }

    @Test
    void aCacheBeginsEmptyAndIsThereForTheNextInstance() throws Exception {
        Mount.Cache cache = new Mount.Cache(freshCache(), "/root/.cache");
        try (Instance first = start(mounting(cache))) {
            assertThat(sh(first, "ls -A /root/.cache | wc -l; stat -c '%a %u:%g' /root/.cache"))
                    .isEqualTo("0\n755 0:0");
            sh(first, "echo kept >/root/.cache/file");
            assertThat(sh(after(first), "ls -A /root/.cache | wc -l")).isEqualTo("0");
        }

        Instance second = start(mounting(new Mount.Cache(cache.name(), "/elsewhere")));

        assertThat(sh(second, "cat /elsewhere/file")).isEqualTo("kept");
    }

    @Test
    void aCacheTakesNothingFromTheStateBelowIt() throws Exception {
        Instance first = start(InstanceSettings.builder());
        sh(first, "mkdir /full && echo of the state >/full/file");
        Snapshot state = first.snapshot(Optional.of(freshKey()));

        Instance with = start(
                Optional.of(state),
                mounting(new Mount.Cache(freshCache(), "/full")).build());
        assertThat(sh(with, "ls -A /full | wc -l")).isEqualTo("0");
        sh(with, "echo of the cache >/full/other");

        assertThat(sh(after(with), "ls -A /full; cat /full/file")).isEqualTo("file\nof the state");
    }

    @Test
    void twoInstancesCanHaveOneCacheAtOnce() throws Exception {
        Mount.Cache cache = new Mount.Cache(freshCache(), "/cache");
        Instance first = start(mounting(cache));
        Instance second = start(mounting(cache));

        sh(first, "echo seen >/cache/file");

        assertThat(sh(second, "cat /cache/file")).isEqualTo("seen");
    }

    @Test
    void aCacheIsAResourceOfNoBuildAndStaysWhileItIsUsed() throws Exception {
        String name = freshCache();
        Instance instance = start(mounting(new Mount.Cache(name, "/cache")));
        Resource resource = caches(name).get(0);

        assertThat(resource.buildId()).isEmpty();
        assertThat(engine().remove(resource)).as("removed while it is used").isFalse();
        instance.close();
        assertThat(caches(name)).containsExactly(resource);
        assertThat(engine().remove(resource)).isTrue();
        assertThat(caches(name)).isEmpty();
    }

    @Test
    void aTmpfsIsEverybodysHoldsWhatItIsAskedToAndStartsPrograms() throws Exception {
        Instance instance = start(mounting(new Mount.Tmpfs("/scratch", OptionalLong.of(1 << 20))));

        assertThat(sh(instance, "grep ' /scratch tmpfs ' /proc/mounts")).contains("size=1024k");
        assertThat(code(instance, "head -c 2000000 /dev/zero >/scratch/large")).isNotZero();
        assertThat(code(
                        instance,
                        "rm /scratch/large; printf '#!/bin/sh\\nexit 7\\n' >/scratch/run; chmod 755 /scratch/run;"
                                + " /scratch/run"))
                .isEqualTo(7);
        assertThat(instance.run(shell("touch /scratch/file").user("nobody").build(), OutputSink.NONE)
                        .ok())
                .isTrue();
        assertThat(sh(after(instance), "ls -A /scratch | wc -l")).isEqualTo("0");
    }

    @Test
    void changesHoldNothingOfWhatIsMounted() throws Exception {
        Files.writeString(folder.resolve("file"), "of the client");
        Instance instance = start(mounting(new Mount.Bind(folder, "/new/place", false))
                .mount(new Mount.Cache(freshCache(), "/cache"))
                .mount(new Mount.Tmpfs("/scratch", OptionalLong.empty())));
        sh(
                instance,
                "echo aside >/cache/kept; echo aside >/scratch/lost; echo beside >/new/beside; mkdir /new/deep;"
                        + " echo below >/new/deep/file");

        assertThat(TarFiles.read(instance.changes()))
                .containsKeys("new/beside", "new/deep/file")
                .doesNotContainKeys("new/place/file", "cache/kept", "scratch/lost");
    }

    @Test
    void aPlaceBelowDevLeavesNothing() throws Exception {
        Instance instance = start(mounting(new Mount.Tmpfs("/dev/place", OptionalLong.empty())));
        sh(instance, "touch /dev/place/file");

        assertThat(code(after(instance), "test ! -e /dev/place")).isZero();
    }

    @Test
    void mountsAreThereInAReadOnlyRoot() throws Exception {
        Instance instance = start(InstanceSettings.builder()
                .readOnly(true)
                .mount(new Mount.Cache(freshCache(), "/cache"))
                .mount(new Mount.Tmpfs("/scratch", OptionalLong.empty())));

        sh(instance, "touch /cache/file /scratch/file");

        assertThat(sh(after(instance), "ls -A /cache /scratch | grep -c file || :"))
                .isEqualTo("0");
    }

    @Test
    void whatIsWrittenBesideAMountIsKept() throws IOException, InterruptedException {
        Instance instance = start(mounting(new Mount.Cache(freshCache(), "/opt/cache")));
        instance.put("/opt", new TarFiles().file("beside", 0644, 0, "put").stream());
        sh(instance, "echo written >/opt/written");

        assertThat(sh(after(instance), "cat /opt/beside; echo; cat /opt/written"))
                .isEqualTo("put\nwritten");
    }

    @Test
    void aSharedFolderChangesAsTheClientChangesItIsReadOnlyAndLeavesNothing() throws Exception {
        String place = Mount.Toolbox.FOLDER + "/contract";
        Files.writeString(folder.resolve("file"), "of the client");
        Instance instance = start(mounting(new Mount.Shared(folder, place)));
        Files.createDirectory(folder.resolve("later"));
        Files.writeString(folder.resolve("later/file"), "changed");

        assertThat(sh(instance, "cat " + place + "/file " + place + "/later/file"))
                .isEqualTo("of the clientchanged");
        assertThat(code(instance, "touch " + place + "/new")).isNotZero();
        instance.put("/opt", new TarFiles().file("f", 0644, 0, "put").stream());
        sh(instance, "echo written >/opt/g");
        assertThat(TarFiles.read(instance.changes()).keySet()).noneMatch(path -> path.contains("contract"));
        assertThat(sh(after(instance), "cat /opt/f /opt/g; ls " + Mount.Toolbox.FOLDER))
                .isEqualTo("putwritten");
    }
}
