package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.problem.EngineException;
import dev.chandler.testkit.TarFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DockerImagesIT extends DockerTests {

    private static final String CAPABILITY = "SCHILY.xattr.security.capability";

    @TempDir
    Path folder;

    private static JsonObject inspect(String image) throws Exception {
        return JsonParser.parseString(DockerCli.run("image", "inspect", image))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
    }

    private Artifact publish(Base base, Snapshot state) throws InterruptedException {
        return engine.publish(new ArtifactSpec(base, Optional.ofNullable(state), base.config(), List.of(reference)));
    }

    @Test
    void theConfigIsTheBasesAsDockerShowsIt() throws Exception {
        Base base = image("busybox");
        try (Instance instance = start(base)) {
            sh(instance, "echo made >/made");
            publish(base, instance.snapshot(Optional.of(freshKey())));
        }

        assertThat(inspect(reference).get("Config"))
                .isEqualTo(inspect("busybox").get("Config"));
    }

    @Test
    void nothingOfOursIsInAnImage() throws Exception {
        Base base = image("busybox");
        try (Instance instance = start(base)) {
            sh(instance, "echo made >/made");
            Snapshot first = instance.snapshot(Optional.of(freshKey()));
            publish(base, first);
        }

        assertThat(inspect(reference).get("Config").toString()).doesNotContain("chandler");
        assertThat(DockerCli.run("history", "--no-trunc", "--format", "{{json .}}", reference))
                .doesNotContainIgnoringCase("chandler-cache")
                .doesNotContain("/bin/sh -c", "dev.chandler");
        Set<String> changed = newFiles(reference);
        changed.removeAll(newFiles("busybox"));
        assertThat(changed).containsExactly("/made");
    }

    /** What is newer than the base's oldest file of note, but for what the daemon makes in any container. */
    private static Set<String> newFiles(String image) throws Exception {
        String found = "find / -xdev -newer /bin/busybox ! -path '/proc*' ! -path '/sys*'";
        return DockerCli.run("run", "--rm", image, "sh", "-c", found)
                .lines()
                .filter(path -> !path.matches("/|/dev.*|/etc.*|/\\.dockerenv"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theIdIsTheDigestOfTheConfigAndTheLayersAreTheSnapshots() throws Exception {
        Base base = image("busybox");
        try (Instance instance = start(base)) {
            sh(instance, "echo made >/made");
            Snapshot snapshot = instance.snapshot(Optional.of(freshKey()));
            Artifact artifact = publish(base, snapshot);

            JsonObject image = inspect(reference);
            assertThat(image.get("Id").getAsString()).isEqualTo(artifact.id().toString());
            assertThat(image.get("Created").getAsString())
                    .isEqualTo(inspect(snapshot.id()).get("Created").getAsString());
            assertThat(image.getAsJsonObject("RootFS"))
                    .isEqualTo(inspect(snapshot.id()).getAsJsonObject("RootFS"));
        }
    }

    @Test
    void aBasesVolumesHealthcheckAndEntrypointAreOffWhileBuildingAndInTheImage() throws Exception {
        Base plain = image("busybox");
        String volumes = "chandler-it/volumes:" + buildId;
        engine.publish(new ArtifactSpec(
                plain,
                Optional.empty(),
                plain.config().toBuilder()
                        .volumes(Set.of("/data"))
                        .entrypoint(List.of("/no/such"))
                        .env(Map.of("FROM_BASE", "1", "PATH", "/bin"))
                        .user("nobody")
                        .workdir("/w")
                        .build(),
                List.of(volumes)));
        Base base = engine.resolve(new BaseReference.Image(volumes));
        keys.add(StartImages.key(base.digest()));
        try (Instance instance = start(base)) {
            assertThat(sh(instance, "id -u; pwd; echo $FROM_BASE")).isEqualTo("0\n/");
            sh(instance, "echo kept >/data/file");
            publish(base, instance.snapshot(Optional.empty()));
        }

        assertThat(inspect(reference).get("Config")).isEqualTo(inspect(volumes).get("Config"));
        assertThat(DockerCli.run("run", "--rm", "--entrypoint", "/bin/cat", reference, "/data/file"))
                .isEqualTo("kept");
        engine.close();
        DockerCli.run("image", "rm", reference, volumes);
        assertThat(DockerCli.run("volume", "ls", "-q", "--filter", "label=dev.chandler.build=" + buildId))
                .isEmpty();
    }

    @Test
    void aCheckpointOnABaseWithVolumesLeavesNothingOfTheBuilds() throws Exception {
        Base plain = image("busybox");
        engine.publish(new ArtifactSpec(
                plain,
                Optional.empty(),
                plain.config().toBuilder()
                        .volumes(Set.of("/data"))
                        .labels(Map.of("of", buildId))
                        .build(),
                List.of(reference)));
        Base base = engine.resolve(new BaseReference.Image(reference));
        Digest key = freshKey();
        try (Instance instance = start(base)) {
            sh(instance, "echo kept >/data/file");
            instance.snapshot(Optional.of(key));
        }
        keys.add(StartImages.key(base.digest()));
        engine.close();

        assertThat(DockerCli.run("image", "ls", "-a", "-q", "--filter", "label=dev.chandler.build=" + buildId))
                .isEmpty();
        try (Engine other = connect(endpoint());
                Instance instance = other.create(new InstanceSpec(base, other.findCheckpoint(List.of(key)), true))) {
            assertThat(sh(instance, "cat /data/file")).isEqualTo("kept");
        }
    }

    @Test
    void aWorkingDirectoryThatTheBaseLacksIsMadeAsDockerDoes() throws Exception {
        Base plain = image("busybox");
        engine.publish(new ArtifactSpec(
                plain,
                Optional.empty(),
                plain.config().toBuilder().workdir("/not/there").build(),
                List.of(reference)));
        Base base = engine.resolve(new BaseReference.Image(reference));
        try (Instance instance = start(base)) {
            assertThat(sh(instance, "stat -c '%a %u %g' /not /not/there")).isEqualTo("755 0 0\n755 0 0");
        }
    }

    @Test
    void emptyAndNullAreKeptApartAsDockerShowsThem() throws Exception {
        Base base = image("busybox");
        engine.publish(new ArtifactSpec(
                base,
                Optional.empty(),
                base.config().toBuilder().entrypoint(List.of()).cmd(null).build(),
                List.of(reference)));
        JsonObject config = inspect(reference).getAsJsonObject("Config");

        assertThat(config.get("Entrypoint").getAsJsonArray()).isEmpty();
        assertThat(config.get("Cmd").isJsonNull()).isTrue();
    }

    @Test
    void aRootfsIsABaseThatSaysNothing() throws Exception {
        Path archive = folder.resolve("rootfs.tar.gz");
        try (InputStream tar = rootfs();
                GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(archive))) {
            tar.transferTo(gzip);
        }
        BaseReference reference = new BaseReference.Rootfs(archive);
        Base base = engine.resolve(reference);
        keys.add(base.digest());
        assertThat(base.present()).isTrue();
        assertThat(base.digest()).isEqualTo(Digest.of(Files.readAllBytes(archive)));
        try (Instance instance = start(base)) {
            assertThat(sh(instance, "cat /etc/greeting")).isEqualTo("hello");
            sh(instance, "echo more >/more");
            Artifact first = publish(base, instance.snapshot(Optional.of(freshKey())));
            JsonObject image = inspect(this.reference);
            assertThat(image.getAsJsonObject("RootFS").getAsJsonArray("Layers")).hasSize(2);
            assertThat(image.toString()).doesNotContain("dev.chandler");
            try (Engine other = connect(endpoint())) {
                Artifact second = other.publish(new ArtifactSpec(
                        other.resolve(reference),
                        other.findCheckpoint(List.of(keys.get(1))),
                        base.config(),
                        List.of(this.reference)));
                assertThat(second).isEqualTo(new Artifact(first.id(), first.references(), false));
            }
        }
    }

    private InputStream rootfs() throws Exception {
        Base busybox = image("busybox");
        try (Instance instance = engine.create(new InstanceSpec(busybox, Optional.empty(), false))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            instance.put("/etc", new TarFiles().file("greeting", 0644, 0, "hello\n").stream());
            DockerCli.export(instance.name(), bytes);
            return new ByteArrayInputStream(bytes.toByteArray());
        }
    }

    @Test
    void anOciLayoutIsABaseWithItsConfig() throws Exception {
        String layer = "layer";
        Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
        byte[] tar = new TarFiles().file("hello", 0644, 7, "hi").stream().readAllBytes();
        Digest layerDigest = Digest.of(tar);
        Files.write(blobs.resolve(layerDigest.hex()), tar);
        String config =
                "{\"os\":\"linux\",\"architecture\":\"" + engine.platform().architecture()
                        + "\",\"created\":\"2020-02-02T02:02:02Z\",\"config\":{\"Cmd\":[\"/hello\"],\"Labels\":{\"a\":\"b\"}},"
                        + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + layerDigest + "\"]},"
                        + "\"history\":[{\"created_by\":\"" + layer + "\"}]}";
        String manifest = "{\"config\":{\"digest\":\"" + write(blobs, config) + "\"},\"layers\":[{\"digest\":\""
                + layerDigest + "\"}]}";
        Files.writeString(
                folder.resolve("index.json"), "{\"manifests\":[{\"digest\":\"" + write(blobs, manifest) + "\"}]}");
        Base base = engine.resolve(new BaseReference.OciLayout(folder));
        keys.add(base.digest());

        assertThat(base.digest()).isEqualTo(Digest.of(config));
        publish(base, null);
        JsonObject image = inspect(reference);
        assertThat(image.get("Created").getAsString()).isEqualTo("2020-02-02T02:02:02Z");
        assertThat(image.getAsJsonObject("Config").get("Labels")).hasToString("{\"a\":\"b\"}");
        try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), false))) {
            assertThat(TarFiles.read(instance.get("/hello").orElseThrow()))
                    .containsEntry("hello", new TarFiles.Entry(0644, 7, 7, false, "", "hi"));
        }
    }

    private static Digest write(Path blobs, String content) throws Exception {
        Digest digest = Digest.of(content);
        Files.writeString(blobs.resolve(digest.hex()), content);
        return digest;
    }

    @Test
    void scratchHasNoLayerButThoseThatWereMade() throws Exception {
        Base base = scratch();
        try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), false))) {
            instance.put("/", new TarFiles().file("only", 0755, 0, "x").stream());
            publish(base, instance.snapshot(Optional.of(freshKey())));
        }

        assertThat(inspect(reference).getAsJsonObject("RootFS").getAsJsonArray("Layers"))
                .hasSize(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DockerCli.save(reference, bytes);
        assertThat(layerNames(bytes.toByteArray())).containsExactly("only");
    }

    /** What is in the layers of a saved image. */
    private static List<String> layerNames(byte[] saved) {
        List<String> names = new ArrayList<>();
        TarFiles.read(new ByteArrayInputStream(saved)).forEach((name, entry) -> {
            if (name.endsWith("layer.tar")) {
                byte[] layer = entry.text().getBytes(StandardCharsets.ISO_8859_1);
                names.addAll(TarFiles.read(new ByteArrayInputStream(layer)).keySet());
            }
        });
        return names;
    }

    @Test
    void aBaseWithoutAShellSaysSoAndLeavesNothing() throws Exception {
        Base base = scratch();

        assertThatThrownBy(() -> start(base)).isInstanceOfSatisfying(EngineException.class, e -> {
            assertThat(e.problems().get(0).what()).contains("scratch", "/bin/sh");
            assertThat(e.problems().get(0).remedy().orElseThrow()).contains("copy");
        });
    }

    @Test
    void anImageThatOnlyHasTheNameOfACheckpointIsNone() throws Exception {
        Digest key = freshKey();
        DockerCli.run("tag", "busybox", "chandler-cache:" + key.hex());

        assertThat(engine.findCheckpoint(List.of(key))).isEmpty();
        DockerCli.run("image", "rm", "chandler-cache:" + key.hex());
    }

    @Test
    void filesThatTheEngineManagesAreTheBasesInTheImage() throws Exception {
        Base base = image("busybox");
        try (Instance instance = start(base)) {
            sh(instance, "echo 1.2.3.4 other >>/etc/hosts; echo >/made");
            publish(base, instance.snapshot(Optional.of(freshKey())));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DockerCli.save(reference, bytes);
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        DockerCli.save("busybox", before);
        List<String> ours = layerNames(bytes.toByteArray());
        layerNames(before.toByteArray()).forEach(ours::remove);

        assertThat(ours).containsExactly("made");
    }

    @Test
    void filesThatTheEngineManagesAreRefusedWhereverTheyWouldGo() throws Exception {
        Base base = image("busybox");
        for (boolean runs : new boolean[] {true, false}) {
            try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), runs))) {
                for (String directory : new String[] {"/", "/etc"}) {
                    String name = (directory.equals("/") ? "./etc/" : "") + "hosts";

                    assertThatThrownBy(() ->
                                    instance.put(directory, new TarFiles().file(name, 0644, 0, "1.2.3.4 x").stream()))
                            .as("%s in %s, runsCommands=%s", name, directory, runs)
                            .isInstanceOf(EngineException.class)
                            .hasMessageContaining("/etc/hosts");
                }
            }
        }
    }

    @Test
    void anInterruptedPublishMovesNoNameOrSaysThatItHas() throws Exception {
        Base base = image("busybox");
        for (int millis = 0; millis < 40; millis += 2) {
            ArtifactSpec spec = new ArtifactSpec(
                    base,
                    Optional.empty(),
                    base.config().toBuilder().cmd(List.of("at " + millis)).build(),
                    List.of(reference));
            CompletableFuture<Boolean> published = new CompletableFuture<>();
            Thread publisher = new Thread(() -> {
                try {
                    engine.publish(spec);
                    published.complete(true);
                } catch (InterruptedException e) {
                    published.complete(false);
                } catch (RuntimeException e) {
                    published.completeExceptionally(e);
                }
            });
            publisher.start();
            LockSupport.parkNanos(millis * 1_000_000L);
            publisher.interrupt();

            boolean said = published.get(30, TimeUnit.SECONDS);
            boolean moved = DockerCli.run("image", "inspect", reference).contains("\"at " + millis + "\"");
            DockerCli.run("image", "rm", reference);
            assertThat(moved).as("moved when interrupted after %s ms", millis).isEqualTo(said);
        }
    }

    @Test
    void aBaseThatIsReplacedAfterItWasPlannedIsNotTakenForIt() throws Exception {
        Path archive = folder.resolve("rootfs.tar");
        try (InputStream tar = rootfs()) {
            Files.copy(tar, archive);
        }
        Base base = engine.resolve(new BaseReference.Rootfs(archive));
        keys.add(base.digest());
        try (InputStream other = new TarFiles().file("other", 0644, 0, buildId).stream()) {
            Files.copy(other, archive, StandardCopyOption.REPLACE_EXISTING);
        }

        assertThatThrownBy(() -> engine.create(new InstanceSpec(base, Optional.empty(), false)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("has changed during the build");
        assertThat(DockerCli.run(
                        "image", "ls", "-q", "chandler-cache:" + base.digest().hex()))
                .isEmpty();
    }

    @Test
    void aPullThatFailsGivesTheDaemonsWords() {
        BaseReference missing = new BaseReference.Image("chandler-it/there-is-none:1");

        assertThatThrownBy(() -> engine.pull(missing, (what, done, total) -> {}))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("chandler-it/there-is-none:1");
    }

    @Test
    void anInvalidNameIsTheUsersProblem() {
        for (String name : List.of("Not A Name", "../version", "a//b", "a/..", "UPPER", "x?y", "/a", "")) {
            assertThatThrownBy(() -> engine.resolve(new BaseReference.Image(name)))
                    .as(name)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("\"" + name + "\"");
        }
    }

    @Test
    void aCapabilityOfAFileIsKept() throws Exception {
        // What the kernel keeps for cap_net_raw=ep: a version, and two times two sets.
        String value = "\u0001\0\0\u0002\0 \0\0" + "\0".repeat(12);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry("ping");
            entry.addPaxHeader(CAPABILITY, value);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        Base base = image("busybox");
        Snapshot snapshot;
        try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), false))) {
            instance.put("/bin", new ByteArrayInputStream(bytes.toByteArray()));
            snapshot = instance.snapshot(Optional.of(freshKey()));
        }

        try (Instance instance = engine.create(new InstanceSpec(base, Optional.of(snapshot), false));
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(instance.get("/bin/ping").orElseThrow())) {
            assertThat(tar.getNextEntry().getExtraPaxHeader(CAPABILITY)).isEqualTo(value);
        }
    }

    @Test
    void aBaseThatIsNotThereHasTheRegistrysDigestAndCanBePulled() throws Exception {
        String name = System.getenv().getOrDefault("CHANDLER_TESTBED_REGISTRY", "127.0.0.1:5017") + "/library/busybox";
        DockerCli.run("image", "rm", name);
        Base missing = engine.resolve(new BaseReference.Image(name));
        List<String> told = new ArrayList<>();
        Base pulled = engine.pull(new BaseReference.Image(name), (what, done, total) -> {
            synchronized (told) {
                told.add(what);
            }
        });
        BaseReference.Image pinned = pulled.pinned().orElseThrow();
        Base again = engine.resolve(pinned);
        DockerCli.run("image", "rm", name);

        assertThat(pinned.name()).matches(name + "@sha256:[0-9a-f]{64}");
        assertThat(missing.pinned()).contains(pinned);
        assertThat(again.digest()).isEqualTo(pulled.digest());
        assertThat(again.pinned()).contains(pinned);
        assertThat(missing.present()).isFalse();
        assertThat(pulled.present()).isTrue();
        assertThat(pulled.digest()).isNotEqualTo(missing.digest());
        assertThat(told).isNotEmpty().allMatch(what -> what.startsWith("pulling " + name + ":latest: "));
    }

    @Test
    void anImageThatNoRegistryHasIsNotPinned() throws Exception {
        DockerCli.run("tag", "busybox", reference);

        assertThat(image(reference).pinned()).isEmpty();
    }

    @Test
    void theHistoryIsTheBasesAndOneEntryForEachLayer() throws Exception {
        Base base = image("busybox");
        try (Instance instance = start(base)) {
            sh(instance, "echo 1 >/a");
            Snapshot snapshot = instance.snapshot(Optional.of(freshKey()));
            publish(base, snapshot);
        }
        String before = DockerCli.run("history", "-q", "--format", "{{.CreatedBy}}|{{.Comment}}", "busybox");
        String after = DockerCli.run("history", "-q", "--format", "{{.CreatedBy}}|{{.Comment}}", reference);

        assertThat(after.lines().count()).isEqualTo(before.lines().count() + 1);
        JsonElement layers = inspect(reference).getAsJsonObject("RootFS").get("Layers");
        assertThat(layers.getAsJsonArray()).hasSize(2);
    }
}
