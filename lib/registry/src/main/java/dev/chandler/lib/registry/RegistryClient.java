package dev.chandler.lib.registry;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import dev.chandler.lib.dockerconfig.Credentials;
import dev.chandler.lib.oci.BlobStore;
import dev.chandler.lib.unixhttp.TlsFiles;
import dev.chandler.lib.unixhttp.UnixHttp;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/**
 * One repository of a registry, as a store of blobs. Whoever opens it closes it.
 *
 * <p>Source: <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md">OCI distribution
 * specification 1.1</a>, "Pushing blobs", "Pushing manifests".
 */
final class RegistryClient implements BlobStore, AutoCloseable {

    private static final MediaType BYTES = MediaType.get("application/octet-stream");

    private static final Duration CONNECTING = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private final ImagePlace place;
    private final RegistryCalls calls;
    private final HttpUrl root;

    private RegistryClient(ImagePlace place, RegistryCalls calls, HttpUrl root) {
        this.place = place;
        this.calls = calls;
        this.root = root;
    }

    /**
     * Finds out how the registry is to be spoken to; asks it nothing else.
     *
     * @param place the image's name
     * @param login who pushes; empty for nobody
     * @param certificates a folder that may have a folder for the registry, with its authority's {@code ca.crt}
     * @param terms say where plain HTTP will do, and how long all may take
     * @throws RefusedException if it is not there, or not to be trusted
     */
    static RegistryClient open(ImagePlace place, Optional<Credentials> login, Path certificates, PullTerms terms)
            throws IOException {
        HttpUrl open = root("http", place);
        OkHttpClient client = client(UnixHttp.tcpClient(), terms);
        if (terms.allow(open) && answers(client, open)) {
            return new RegistryClient(place, new RegistryCalls(open, client, login, terms), open);
        }
        UnixHttp.close(client);
        OkHttpClient secure = client(UnixHttp.tlsClient(trusted(place, certificates)), terms);
        HttpUrl root = root("https", place);
        return new RegistryClient(place, new RegistryCalls(root, secure, login, terms), root);
    }

    static OkHttpClient client(OkHttpClient.Builder client, PullTerms terms) {
        return client.connectTimeout(CONNECTING)
                .readTimeout(terms.silence())
                .writeTimeout(terms.silence())
                .callTimeout(terms.longest())
                .build();
    }

    private static TlsFiles trusted(ImagePlace place, Path certificates) {
        Optional<Path> own = Optional.of(certificates.resolve(place.registry()).resolve("ca.crt"))
                .filter(Files::isReadable);
        return new TlsFiles(own, Optional.empty(), Optional.empty(), true);
    }

    private static HttpUrl root(String scheme, ImagePlace place) {
        return HttpUrl.get(scheme + "://" + place.host() + "/v2/");
    }

    /** One that speaks TLS answers something else, or nothing, or at another port. */
    private static boolean answers(OkHttpClient client, HttpUrl root) throws IOException {
        Request request = new Request.Builder().url(root).build();
        try (Response response = client.newCall(request).execute()) {
            return response.isSuccessful() || response.code() == UNAUTHORIZED;
        } catch (InterruptedIOException e) {
            throw unreachable(e);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean has(Digest blob) throws IOException {
        try (Response response = send(new Request.Builder().head().url(at("blobs", blob.toString())))) {
            if (response.code() != NOT_FOUND && !response.isSuccessful()) {
                throw RegistryAnswer.refused(response);
            }
            return response.isSuccessful();
        }
    }

    @Override
    public void put(Descriptor blob, Content content) throws IOException {
        RequestBody body = new RequestBody() {
            @Override
            public MediaType contentType() {
                return BYTES;
            }

            @Override
            public long contentLength() {
                return blob.sizeBytes();
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                content.writeTo(sink.outputStream());
            }
        };
        HttpUrl upload = begin().newBuilder()
                .addQueryParameter("digest", blob.digest().toString())
                .build();
        expect(CREATED, new Request.Builder().url(upload).put(body)).close();
    }

    private HttpUrl begin() throws IOException {
        RequestBody nothing = RequestBody.create(new byte[0]);
        try (Response response = expect(
                ACCEPTED, new Request.Builder().url(at("blobs", "uploads/")).post(nothing))) {
            String location = response.header("Location", "");
            HttpUrl upload = response.request().url().resolve(location);
            if (location.isEmpty() || upload == null) {
                throw new RefusedException(PushRefusal.OTHER, "it does not say where to send a blob");
            }
            return upload;
        }
    }

    @Override
    public void name(Descriptor manifest, byte[] json) throws IOException {
        put(manifest, json, place.tag());
    }

    @Override
    public void manifest(Descriptor manifest, byte[] json) throws IOException {
        put(manifest, json, manifest.digest().toString());
    }

    private void put(Descriptor manifest, byte[] json, String name) throws IOException {
        RequestBody body = RequestBody.create(json, MediaType.get(manifest.mediaType()));
        expect(CREATED, new Request.Builder().url(at("manifests", name)).put(body))
                .close();
    }

    /** The manifest under a tag or digest, as it is there; empty where nothing has that name. */
    Optional<byte[]> manifest(String name, String mediaTypes, int limitBytes) throws IOException {
        return read(
                new Request.Builder().url(at("manifests", name)).header("Accept", mediaTypes),
                response -> whole(response, "manifest", limitBytes));
    }

    /** The names of all that is in the repository; empty where there is no such repository. */
    Optional<List<String>> tags() throws IOException {
        return RegistryTags.read(
                at("tags", "list"),
                url -> read(
                        new Request.Builder().url(url),
                        response -> new RegistryTags.Page(
                                new String(
                                        whole(response, "list of tags", RegistryTags.PAGE_BYTES),
                                        StandardCharsets.UTF_8),
                                response.headers("Link"),
                                response.request().url())));
    }

    /** Reads an answer. */
    private interface Reading<T> {
        T read(Response response) throws IOException;
    }

    private <T> Optional<T> read(Request.Builder request, Reading<T> reading) throws IOException {
        try (Response response = send(request)) {
            if (response.code() == NOT_FOUND) {
                return Optional.empty();
            }
            if (response.code() != OK) {
                throw RegistryAnswer.refused(response);
            }
            return Optional.of(reading.read(response));
        }
    }

    private static byte[] whole(Response response, String what, int limitBytes) throws IOException {
        try (InputStream in = response.body().byteStream()) {
            byte[] json = in.readNBytes(limitBytes + 1);
            if (json.length > limitBytes) {
                throw new RefusedException(
                        PushRefusal.OTHER, "its " + what + " has more than " + limitBytes + " bytes");
            }
            return json;
        }
    }

    /** A blob's content, which the caller closes. */
    InputStream blob(Digest blob) throws IOException {
        return expect(OK, new Request.Builder().url(at("blobs", blob.toString())))
                .body()
                .byteStream();
    }

    private HttpUrl at(String kind, String name) {
        return root.newBuilder()
                .addPathSegments(place.repository())
                .addPathSegment(kind)
                .addPathSegments(name)
                .build();
    }

    private Response expect(int status, Request.Builder request) throws IOException {
        Response response = send(request);
        if (response.code() == status) {
            return response;
        }
        try (response) {
            throw RegistryAnswer.refused(response);
        }
    }

    private Response send(Request.Builder request) throws IOException {
        try {
            return calls.send(request.build());
        } catch (RefusedException e) {
            throw e;
        } catch (SSLException e) {
            throw new RefusedException(PushRefusal.CERTIFICATE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private static IOException unreachable(IOException e) {
        boolean interrupted =
                e instanceof InterruptedIOException && Thread.currentThread().isInterrupted();
        return interrupted ? e : new RefusedException(PushRefusal.UNREACHABLE, String.valueOf(e.getMessage()));
    }

    @Override
    public void close() {
        calls.close();
    }
}
