package dev.chandler.engine.local;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.lib.oci.ImageConfigJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/** What instances begin with. Thread-safe. */
final class LocalBases {

    private static final Digest SCRATCH = Digest.of("scratch");

    private final LayerStore layers;
    private final StateStore states;
    private final ImageStore images;

    LocalBases(LayerStore layers, StateStore states, ImageStore images) {
        this.layers = layers;
        this.states = states;
        this.images = images;
    }

    Base resolve(BaseReference reference) throws InterruptedException {
        if (reference instanceof BaseReference.Scratch) {
            return new Base(reference, SCRATCH, Machine.platform(), ImageConfig.EMPTY, 0, true);
        }
        if (reference instanceof BaseReference.Rootfs rootfs) {
            return new Base(reference, digest(rootfs.file()), Machine.platform(), ImageConfig.EMPTY, 0, true);
        }
        StoredImage image =
                image(reference.toString()).orElseThrow(() -> LocalProblems.missingImage(reference.toString()));
        JsonObject json = JsonParser.parseString(new String(image.config(), StandardCharsets.UTF_8))
                .getAsJsonObject();
        return new Base(
                reference, image.id(), platform(json), ImageConfigJson.read(json.getAsJsonObject("config")), 0, true);
    }

    private static Platform platform(JsonObject json) {
        return new Platform(
                json.get("os").getAsString(), json.get("architecture").getAsString(), "");
    }

    /** An image by its name, with or without a tag, or its id. */
    Optional<StoredImage> image(String name) {
        if (name.matches("sha256:[0-9a-f]{64}")) {
            return images.get(Digest.parse(name));
        }
        return images.named(ImageName.whole(name)).flatMap(images::get);
    }

    /** Has a base's layers stay while something begins with it; a file is unpacked the first time. */
    LayerUse use(Base base) throws InterruptedException {
        if (base.reference() instanceof BaseReference.Scratch) {
            return layers.use(List.of());
        }
        if (base.reference() instanceof BaseReference.Rootfs rootfs) {
            Optional<StoredState> there = states.find(base.digest());
            return states.use(there.isPresent() ? there.get() : imported(rootfs.file(), base.digest()));
        }
        return layers.use(images.get(base.digest())
                .orElseThrow(() -> LocalProblems.missingImage(base.reference().toString()))
                .layers());
    }

    private StoredState imported(Path file, Digest digest) throws InterruptedException {
        try (LayerUse use = layers.use(List.of());
                LayerDraft draft = layers.draft()) {
            Program.run(
                    "tar",
                    "-x",
                    "-p",
                    "--numeric-owner",
                    "--xattrs",
                    "--xattrs-include=*",
                    "--same-owner",
                    "--anchored",
                    "--exclude=dev/*",
                    "--exclude=./dev/*",
                    "-f",
                    file.toString(),
                    "-C",
                    draft.root().toString());
            String layer = layers.keep(draft, Optional.empty(), use);
            return states.keep(List.of(layer), Optional.of(digest));
        }
    }

    private static Digest digest(Path file) throws InterruptedException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            DigestInputStream all = new DigestInputStream(in, sha256);
            byte[] chunk = new byte[1 << 16];
            while (all.read(chunk) >= 0) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            return Digest.of(sha256);
        } catch (IOException e) {
            throw LocalProblems.broken("read " + file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JVM has SHA-256", e);
        }
    }
}
