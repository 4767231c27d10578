package dev.chandler.engine.local;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.lib.oci.GnuTar;
import dev.chandler.lib.oci.ImageWriter;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store with all that is about images, without instances: what these would do is done by a mount. */
final class TestStore {

    final StoreFolder folder;
    final LayerStore layers;
    final StateStore states;
    final ImageStore images;
    final LocalBases bases;
    final LocalPublisher publisher;
    final LocalExporter exporter;
    final LocalResources resources;
    private final Path root;

    TestStore(Path root, Map<String, String> environment) throws IOException {
        this.root = root;
        Map<String, String> all = new HashMap<>(System.getenv());
        all.put("DOCKER_HOST", "tcp://127.0.0.1:1");
        all.putAll(environment);
        ProcessIdentity owner = ProcessIdentity.own();
        folder = StoreFolder.open(root, new ClientIdentity("0.1", "build"));
        folder.prepare();
        layers = new LayerStore(folder, owner);
        states = new StateStore(folder, layers, owner);
        images = new ImageStore(folder);
        LayerArchives archives = new LayerArchives(folder, layers);
        bases = new LocalBases(
                layers,
                states,
                images,
                new BaseLayers(folder, layers, archives),
                new RemoteBases(all),
                new DockerBases(all),
                Machine.platform());
        publisher = new LocalPublisher(archives, states, images, bases);
        exporter = new LocalExporter(images, layers, archives, folder, all);
        Claims claims = new Claims(folder, layers, owner);
        resources = new LocalResources(folder, layers, states, images, new Toolboxes(folder, layers, claims), claims);
    }

    static String variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .orElseThrow(() -> new IllegalStateException(
                        "these tests need " + name + ": testbed/up; eval \"$(testbed/env)\""));
    }

    /** Runs a program that has to end well, and gives what it says. */
    static String run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + ": " + said);
        }
        return said;
    }

    Base resolved(String name) throws InterruptedException {
        return bases.resolve(new BaseReference.Image(name), Optional.empty());
    }

    Base pulled(String name) throws InterruptedException {
        return bases.pull(new BaseReference.Image(name), Optional.empty(), ProgressSink.NONE);
    }

    /** A mount of layers, and one above them to write to. */
    private final class Mount implements AutoCloseable {
        private final Path merged;

        Mount(List<String> chain, Path upper) throws IOException {
            merged = Files.createTempDirectory(root, "merged");
            Path work = Files.createTempDirectory(root, "work");
            List<String> lower = new ArrayList<>(
                    List.of(Files.createTempDirectory(root, "none").toString()));
            chain.forEach(layer -> lower.add(1, layers.content(layer).toString()));
            sh(
                    "mount -t overlay overlay -o redirect_dir=off,metacopy=off,lowerdir=$1,upperdir=$2,workdir=$3 $4",
                    String.join(":", lower),
                    upper.toString(),
                    work.toString(),
                    merged.toString());
        }

        @Override
        public void close() throws IOException {
            sh("umount $1", merged.toString());
        }
    }

    private static void sh(String script, String... args) throws IOException {
        List<String> words = new ArrayList<>(List.of("sh", "-ec", script, "sh"));
        Collections.addAll(words, args);
        try {
            run(words.toArray(String[]::new));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** A state over a base, as a step would leave it. */
    Snapshot state(Base base, String script) throws IOException, InterruptedException {
        try (LayerUse use = bases.use(base);
                LayerDraft draft = layers.draft()) {
            try (Mount mount = new Mount(use.layers(), draft.root())) {
                sh("cd $1\n" + script, mount.merged.toString());
            }
            layers.keep(draft, Optional.empty(), use);
            return states.keep(use.layers(), Optional.of(Digest.of(script + base.digest())))
                    .snapshot();
        }
    }

    Artifact published(Base base, Snapshot state, String... names) throws InterruptedException {
        return publisher.publish(new ArtifactSpec(base, Optional.of(state), base.config(), List.of(names)));
    }

    /** All that a base has: names, kinds, owners, modes, attributes, content. */
    Map<String, String> tree(Base base) throws IOException, InterruptedException {
        try (LayerUse use = bases.use(base);
                Mount mount = new Mount(use.layers(), Files.createTempDirectory(root, "upper"))) {
            return tree(mount.merged);
        }
    }

    static Map<String, String> tree(Path folder) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (InputStream tar = new GnuTar(List.of()).pack(folder)) {
            TarReader reader = new TarReader(tar);
            for (Optional<TarHeader> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (!next.get().name().equals("./")) {
                    tree.put(next.get().name(), line(next.get(), reader));
                }
            }
            tar.transferTo(OutputStream.nullOutputStream());
        }
        return tree;
    }

    private static String line(TarHeader header, TarReader content) throws IOException {
        MessageDigest digest = Digest.sha256();
        byte[] buffer = new byte[1 << 14];
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            digest.update(buffer, 0, count);
        }
        Map<String, String> attributes = new TreeMap<>(header.attributes());
        attributes.keySet().removeIf(name -> name.contains("overlay."));
        return header.type() + " " + Integer.toOctalString(header.mode()) + " " + header.uid() + ":" + header.gid()
                + " "
                + header.link() + " " + header.modified().replaceFirst("\\..*", "") + " " + attributes + " "
                + Digest.of(digest).shortHex();
    }

    void export(Artifact artifact, ImageWriter writer) throws IOException, InterruptedException {
        try (writer) {
            exporter.export(artifact, writer);
            writer.finish();
        }
    }

    List<String> contents() {
        return folder.names("l");
    }
}
