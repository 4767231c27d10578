package dev.chandler.engine.local;

import static dev.chandler.engine.local.LocalStores.BUSYBOX;
import static dev.chandler.engine.local.LocalStores.ends;
import static dev.chandler.engine.local.LocalStores.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How what is mounted in an instance is, and where. */
class LocalMountsIT {

    @RegisterExtension
    final LocalStores stores = new LocalStores();

    @TempDir
    Path folder = Path.of("");

    private Instance instance(Mount... mounts) throws InterruptedException {
        InstanceSettings.Builder settings = InstanceSettings.builder();
        for (Mount mount : mounts) {
            settings.mount(mount);
        }
        return stores.instance(BUSYBOX, settings.build());
    }

    @Test
    void whatIsMountedBelowASourceIsAsTheSourceIs() throws Exception {
        Path below = Files.createDirectories(folder.resolve("a b/below"));
        TestStore.run("mount", "-t", "tmpfs", "-o", "nosuid", "none", below.toString());
        try {
            TestStore.run("mknod", below.resolve("zero").toString(), "c", "1", "5");
            Instance instance = instance(new Mount.Bind(folder, "/ro", true), new Mount.Bind(folder, "/rw", false));

            assertThat(ends(instance, "test -c '/ro/a b/below/zero'")).isZero();
            assertThat(ends(instance, "touch '/ro/a b/below/file'")).isNotZero();
            assertThat(ends(instance, ": <'/ro/a b/below/zero'")).isNotZero();
            assertThat(ends(instance, "touch '/rw/a b/below/file'")).isZero();
            assertThat(ends(instance, ": <'/rw/a b/below/zero'")).isNotZero();
            assertThat(says(instance, "grep /below /proc/self/mountinfo"))
                    .contains(" rw,nosuid,nodev,", " ro,nosuid,nodev,");
            assertThat(TestStore.run("sh", "-c", "grep " + below.getFileName() + " /proc/self/mountinfo"))
                    .as("the machine's own")
                    .doesNotContain("nodev");
        } finally {
            TestStore.run("umount", below.toString());
        }
    }

    @Test
    void oneMountMayBeBelowAnother() throws Exception {
        Files.writeString(folder.resolve("file"), "of the client");

        Instance instance = instance(
                new Mount.Cache("modules", "/src/node_modules"), new Mount.Bind(folder, "/src", false));

        assertThat(says(instance, "cat /src/file; echo kept >/src/node_modules/one"))
                .isEqualTo("of the client");
        assertThat(stores.root().resolve("caches/modules/one")).hasContent("kept");
        assertThat(folder.resolve("node_modules")).isEmptyDirectory();
    }

    @Test
    void aLinkInWhatIsMountedFirstIsNoWayOut() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path source = Files.createDirectory(folder.resolve("source"));
        Files.createSymbolicLink(source.resolve("link"), other);

        Instance instance = instance(new Mount.Bind(source, "/src", false), new Mount.Cache("cache", "/src/link"));

        assertThat(says(instance, "echo kept >/src/link/one; cat " + other + "/one"))
                .isEqualTo("kept");
        assertThat(stores.root().resolve("caches/cache/one")).hasContent("kept");
        assertThat(other).isEmptyDirectory();
    }
}
