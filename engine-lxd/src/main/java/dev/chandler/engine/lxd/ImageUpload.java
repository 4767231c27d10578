package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * Sends an image in LXD's split form: an archive with {@code metadata.yaml}, and one of the root file system.
 *
 * <p>Of the same content it has the same bytes, and so the same fingerprint: what depends on who sends it goes beside it, as
 * headers. Source: LXD 5.0, {@code doc/image-handling.md}, {@code doc/rest-api.yaml}, {@code POST /1.0/images}.
 */
final class ImageUpload {

    private static final MediaType BYTES = MediaType.get("application/octet-stream");

    private final LxdHttp http;
    private final Operations operations;

    ImageUpload(LxdHttp http, Operations operations) {
        this.http = http;
        this.operations = operations;
    }

    /** Writes an archive of a root file system. */
    interface Rootfs {
        void writeTo(OutputStream out) throws IOException;
    }

    /** What is sent could not be read. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1;

        private final IOException reason;

        UnreadableException(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }

    /**
     * Sends an image; of one that is there already the daemon says so, and that is no error.
     *
     * @param architecture as the daemon names it
     * @param properties what the image says of itself, at least one
     * @param labels further properties that are no part of its content
     */
    void send(String architecture, Map<String, String> properties, Map<String, String> labels, Rootfs rootfs)
            throws UnreadableException, InterruptedException {
        Part part = new Part(rootfs);
        RequestBody body = new MultipartBody.Builder()
                .setType(MultipartBody.FORM)
                .addFormDataPart(
                        "metadata", "metadata.tar", RequestBody.create(metadata(architecture, properties), BYTES))
                .addFormDataPart("rootfs", "rootfs.tar", part)
                .build();
        Request.Builder sent = new Request.Builder().url(http.at("images").build());
        Request request =
                DaemonHeaders.add(sent, "properties", query(labels)).post(body).build();
        LxdAnswer answer;
        try (Response response = http.stream(request)) {
            answer = LxdAnswer.read(
                    response.code(), response.headers(), response.body().string());
        } catch (RuntimeException e) {
            part.requireRead();
            throw e;
        } catch (IOException e) {
            throw http.failure(e);
        }
        String what = "cannot bring an image to LXD";
        Operations.Outcome outcome = operations.end(what, answer);
        if (!outcome.ok() && !LxdAnswer.isTaken(outcome.words())) {
            throw LxdProblems.refused(what, outcome.words());
        }
    }

    /** JSON is YAML. The time is always the same: it is part of what the fingerprint is of. */
    static byte[] metadata(String architecture, Map<String, String> properties) {
        JsonObject metadata = new JsonObject();
        metadata.addProperty("architecture", architecture);
        metadata.addProperty("creation_date", 1);
        metadata.add("properties", Json.of(properties));
        byte[] yaml = (metadata + "\n").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            TarWriter tar = new TarWriter(bytes);
            tar.file(TarHeader.file("metadata.yaml", yaml.length), yaml);
            tar.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String query(Map<String, String> labels) {
        HttpUrl.Builder url = HttpUrl.get("http://none/").newBuilder();
        labels.forEach(url::addQueryParameter);
        return Optional.ofNullable(url.build().encodedQuery()).orElse("");
    }

    /** Remembers why reading failed, which is not the daemon's fault. */
    private static final class Part extends RequestBody {

        private final Rootfs rootfs;
        private @Nullable IOException failure;

        Part(Rootfs rootfs) {
            this.rootfs = rootfs;
        }

        void requireRead() throws UnreadableException {
            if (failure != null) {
                throw new UnreadableException(failure);
            }
        }

        @Override
        public MediaType contentType() {
            return BYTES;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            Sending out = new Sending(sink.outputStream());
            try {
                rootfs.writeTo(out);
                out.flush();
            } catch (IOException e) {
                if (!out.failed) {
                    failure = e;
                }
                throw e;
            }
        }
    }

    /** Knows whether it was the connection that failed. */
    private static final class Sending extends OutputStream {

        private final OutputStream out;
        private boolean failed;

        Sending(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }
    }
}
