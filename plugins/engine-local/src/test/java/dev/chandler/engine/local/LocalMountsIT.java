package dev.chandler.engine.local;

import static dev.chandler.engine.local.LocalStores.BUSYBOX;
import static dev.chandler.engine.local.LocalStores.ends;
import static dev.chandler.engine.local.LocalStores.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.problem.EngineException;
import dev.chandler.testkit.TarFiles;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How what is mounted in an instance is, and where. */
class LocalMountsIT {

    private static final int RACES = 100;

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

        Instance instance =
                instance(new Mount.Cache("modules", "/src/node_modules"), new Mount.Bind(folder, "/src", false));

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

    private BaseReference base(String script) throws Exception {
        Path archive = folder.resolve("base.tar");
        TestStore.run(
                "sh",
                "-ec",
                "mkdir $1/base; cd $1/base; tar -xf $2; " + script + "; tar -cf $3 .; cd /; rm -r $1/base",
                "sh",
                folder.toString(),
                TestStore.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS"),
                archive.toString());
        return new BaseReference.Rootfs(archive);
    }

    @Test
    void theBasesOwnLinkForProcessesLeadsNowhereElse() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Instance instance = stores.instance(
                base("rm -rf proc; ln -s " + other + " proc; mkdir -p ." + other), InstanceSettings.NONE);

        assertThat(says(instance, "head -c 5 /proc/self/status")).isEqualTo("Name:");
        says(instance, "touch /file");
        assertThat(instance.snapshot(Optional.empty()).id()).isNotEmpty();
        assertThat(stores.root().resolve("w")).isNotEmptyDirectory();
        assertThat(says(instance, "head -c 5 /proc/self/status; ls /file")).isEqualTo("Name:/file");
    }

    @Test
    void nameServersAreWhereALinkOfTheBaseLeadsToNothing() throws Exception {
        InstanceSettings settings =
                InstanceSettings.builder().dns(List.of("10.1.2.3")).build();
        Instance instance = stores.instance(
                base("rm -f etc/resolv.conf; ln -s ../run/systemd/resolve/stub-resolv.conf etc/resolv.conf"), settings);

        assertThat(says(instance, "cat /etc/resolv.conf")).isEqualTo("nameserver 10.1.2.3");
        says(instance, "touch /file");
        assertThat(TarFiles.read(instance.changes()).keySet()).containsExactly("file");
        instance.snapshot(Optional.empty());
        assertThat(says(instance, "cat /etc/resolv.conf")).isEqualTo("nameserver 10.1.2.3");
    }

    @Test
    void itsOwnFilesAreForAllToReadWhateverTheClientsUmask() throws Exception {
        Process client = LocalClient.start(stores.root(), "60", "sh", "-c", "umask 077; exec \"$0\" \"$@\"");
        try {
            String name = client.inputReader().readLine();
            Path own = stores.root()
                    .resolve("w")
                    .resolve(name.substring(name.lastIndexOf('-') + 1))
                    .resolve("own");

            for (String file : List.of("hosts", "hostname", "resolv.conf")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own.resolve(file))))
                        .as(file)
                        .isEqualTo("rw-r--r--");
            }
        } finally {
            client.destroyForcibly().waitFor();
        }
    }

    @Test
    void filesPutElsewhereLeaveTheLinkToTheToolboxAsItIs() throws Exception {
        Digest digest = Digest.of("a toolbox");
        stores.engine("keeping").keepToolbox(digest, new TarFiles().file("tool", 0755, 0, "a tool")::stream);
        Instance instance = instance(new Mount.Toolbox(digest, Mount.Toolbox.FOLDER + "/box", Optional.of("/tools")));
        says(
                instance,
                "ls -l /tools; setsid sh -c 'while :; do [ -L /tools ] || echo missing >>/log; done'"
                        + " >/dev/null 2>&1 </dev/null &");

        for (int i = 0; i < 10; i++) {
            instance.put("/opt", new TarFiles().file("file", 0644, 0, "1").stream());
            try (InputStream tar = instance.get("/opt").orElseThrow()) {
                tar.transferTo(OutputStream.nullOutputStream());
            }
        }

        assertThat(says(instance, "cat /log")).contains("can't open");
        assertThat(TarFiles.read(instance.get("/").orElseThrow())).doesNotContainKey("tools");
    }

    @Test
    void noFolderIsMadeWhereACommandLeadsAnotherToMeanwhile() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Instance instance = stores.instance(LocalStores.DEBIAN, InstanceSettings.NONE);
        says(
                instance,
                "mkdir /x; ln -s " + other + " /y; mkdir -p " + other
                        + "; setsid perl -e 'while (1) { rename \"/x\", \"/z\"; rename \"/y\", \"/x\";"
                        + " rename \"/x\", \"/y\"; rename \"/z\", \"/x\" }' >/dev/null 2>&1 </dev/null &");

        for (int i = 0; i < RACES; i++) {
            try {
                instance.put("/x/a" + i + "/b", new TarFiles().file("file", 0644, 0, "1").stream());
            } catch (EngineException e) {
                assertThat(e).hasMessageContaining("put files");
            }
        }

        assertThat(other).isEmptyDirectory();
    }

    @Test
    void filesThatGrowWhileTheyAreGotAreGot() throws Exception {
        Instance instance = stores.instance(BUSYBOX, InstanceSettings.NONE);
        says(
                instance,
                "mkdir -p /opt; dd if=/dev/zero of=/opt/log bs=1M count=20 2>/dev/null;"
                        + " setsid sh -c 'while :; do echo more >>/opt/log; done' >/dev/null 2>&1 </dev/null &");

        for (int i = 0; i < 3; i++) {
            try (InputStream got = instance.get("/opt").orElseThrow();
                    InputStream changed = instance.changes()) {
                got.transferTo(OutputStream.nullOutputStream());
                changed.transferTo(OutputStream.nullOutputStream());
            }
        }

        assertThat(ends(instance, "test -f /opt/log")).isZero();
    }
}
