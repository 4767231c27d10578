package dev.chandler.engine.lxd;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ImageReceiver;
import dev.chandler.lib.oci.Compression;
import dev.chandler.lib.oci.ImageConfigJson;
import dev.chandler.lib.oci.tar.RewrittenTar;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.util.List;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Gives out images that were published: the root file system in the daemon's archive as the one layer, and the config that
 * is kept as a property. Thread-safe.
 */
final class LxdExporter {

    private static final String ROOT = "rootfs";
    private static final int BUFFER = 1 << 16;

    private final LxdHttp http;
    private final ImageStore images;

    LxdExporter(LxdHttp http, ImageStore images) {
        this.http = http;
        this.images = images;
    }

    /** Gives out an image; false, and nothing is given out, if it is in two parts or no archive that is read here. */
    boolean export(Artifact artifact, ImageReceiver receiver) throws IOException, InterruptedException {
        String what = "cannot bring out image " + artifact.id();
        LxdImage image = images.byFingerprint(artifact.id().hex())
                .orElseThrow(() -> LxdProblems.refused(what, "LXD has no such image any more"));
        Request request = new Request.Builder()
                .url(http.at("images", image.fingerprint(), "export").build())
                .build();
        Digest diffId;
        try (Response response = http.stream(request)) {
            if (!response.isSuccessful()) {
                throw LxdProblems.refused(what, words(response));
            }
            if (!String.valueOf(response.header("Content-Type")).startsWith("application/octet-stream")) {
                return false;
            }
            BufferedInputStream archive =
                    new BufferedInputStream(response.body().byteStream(), BUFFER);
            if (!isRead(archive)) {
                return false;
            }
            diffId = layer(archive, receiver);
        }
        receiver.config(config(image, diffId));
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while bringing out an image");
        }
        return true;
    }

    /** Others' images may be compressed in any way, or be a file system. */
    private boolean isRead(BufferedInputStream archive) throws InterruptedException {
        try {
            archive.mark(TarReader.BLOCK);
            byte[] head = archive.readNBytes(TarReader.BLOCK);
            archive.reset();
            Compression compression = Compression.of(head);
            return compression == Compression.GZIP
                    || compression == Compression.ZSTD
                    || (compression == Compression.NONE && TarReader.isHeader(head));
        } catch (IOException e) {
            throw http.failure(e);
        }
    }

    private String words(Response response) throws InterruptedException {
        try {
            return LxdAnswer.read(
                            response.code(), response.headers(), response.body().string())
                    .words();
        } catch (IOException e) {
            throw http.failure(e);
        }
    }

    private Digest layer(InputStream archive, ImageReceiver receiver) throws IOException, InterruptedException {
        FailureRemembered source = new FailureRemembered(archive);
        try (InputStream content = Compression.uncompressed(source)) {
            DigestInputStream layer =
                    new DigestInputStream(new RewrittenTar(content, LxdExporter::ofRoot), Digest.sha256());
            receiver.layer(layer);
            layer.transferTo(OutputStream.nullOutputStream());
            return Digest.of(layer.getMessageDigest());
        } catch (IOException e) {
            IOException failure = source.failure;
            if (failure != null) {
                throw http.failure(failure);
            }
            throw e;
        }
    }

    /** What lies in the root file system, by the name that it has there. */
    private static List<TarHeader> ofRoot(TarHeader header) {
        if (header.name().equals(ROOT) || header.name().equals(ROOT + "/")) {
            return List.of(header.named("./"));
        }
        if (!header.name().startsWith(ROOT + "/")) {
            return List.of();
        }
        TarHeader inRoot = header.named(header.name().substring(ROOT.length() + 1));
        return List.of(
                header.type() == TarHeader.HARD_LINK
                        ? inRoot.leadingTo(header.link().substring(ROOT.length() + 1))
                        : inRoot);
    }

    private static byte[] config(LxdImage image, Digest diffId) {
        ImageDescription description = ImageDescription.of(image);
        Platform platform = image.platform();
        JsonObject config = new JsonObject();
        config.addProperty("architecture", platform.architecture());
        if (!platform.variant().isEmpty()) {
            config.addProperty("variant", platform.variant());
        }
        config.addProperty("os", platform.os());
        config.addProperty("created", description.created());
        if (!description.author().isEmpty()) {
            config.addProperty("author", description.author());
        }
        config.add("config", description.config());
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", ImageConfigJson.array(List.of(diffId.toString())));
        config.add("rootfs", rootfs);
        JsonObject layer = new JsonObject();
        layer.addProperty("created", description.created());
        layer.addProperty("created_by", "");
        JsonArray history = new JsonArray();
        history.add(layer);
        config.add("history", history);
        return config.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Remembers why reading failed, so that it can be told from a failure of whoever reads. */
    private static final class FailureRemembered extends InputStream {

        private final InputStream in;
        /** A thread of its own may be the one that reads. */
        private volatile @Nullable IOException failure;

        FailureRemembered(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
