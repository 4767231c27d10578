package dev.chandler.engine.lxd;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.lib.unixhttp.TlsFiles;
import dev.chandler.lib.unixhttp.UnixHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Which image an alias is on a server of files, such as distributions have: a few JSON documents say.
 *
 * <p>Of those with the alias it is the newest for the platform; the daemon is then asked for just that one. Source: LXD 5.0, {@code shared/simplestreams/}.
 */
final class SimpleStreams {

    private static final String INDEX = "streams/v1/index.json";
    private static final String IMAGES = "image-downloads";

    /** The largest that is known has 2 MB. */
    private static final int LARGEST = 64 << 20;

    private SimpleStreams() {}

    /** Finds an image there; empty if there is none. */
    static Optional<LxdImage> find(BaseReference reference, LxdRemotes.Named named, Platform platform)
            throws InterruptedException {
        LxdRemotes.Remote remote = named.remote();
        try {
            OkHttpClient client = client(remote);
            try {
                return ImageProducts.newest(products(client, remote.address()), named.alias(), platform);
            } finally {
                UnixHttp.close(client);
            }
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while asking " + remote.address());
            }
            throw ImageProblems.imageServer(reference, remote, String.valueOf(e.getMessage()));
        }
    }

    private static OkHttpClient client(LxdRemotes.Remote remote) throws IOException {
        TlsFiles tls = new TlsFiles(remote.serverCertificate(), Optional.empty(), Optional.empty(), true);
        OkHttpClient.Builder builder =
                tls.authority().isPresent() ? UnixHttp.pinnedClient(tls) : UnixHttp.tlsClient(tls);
        return builder.followRedirects(true)
                .connectTimeout(Silence.USUAL.of(Patience.GREETING))
                .readTimeout(Silence.USUAL.of(Patience.QUESTION))
                .build();
    }

    private static List<JsonObject> products(OkHttpClient client, String address) throws IOException {
        List<JsonObject> products = new ArrayList<>();
        JsonObject index = Json.object(document(client, address, INDEX), "index");
        for (Map.Entry<String, JsonElement> entry : index.entrySet()) {
            if (entry.getValue() instanceof JsonObject list
                    && Json.text(list, "datatype").equals(IMAGES)) {
                JsonObject found = Json.object(document(client, address, Json.text(list, "path")), "products");
                found.entrySet().forEach(product -> {
                    if (product.getValue() instanceof JsonObject object) {
                        products.add(object);
                    }
                });
            }
        }
        return products;
    }

    private static JsonObject document(OkHttpClient client, String address, String path) throws IOException {
        HttpUrl server = HttpUrl.parse(address);
        if (server == null) {
            throw new IOException("\"" + address + "\" is no address");
        }
        HttpUrl url = server.newBuilder().addPathSegments(path).build();
        try (Response response =
                client.newCall(new Request.Builder().url(url).build()).execute()) {
            if (!response.isSuccessful()) {
                throw new IOException(url + " is answered with status " + response.code());
            }
            byte[] bytes = response.body().byteStream().readNBytes(LARGEST);
            if (JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)) instanceof JsonObject document) {
                return document;
            }
            throw new IOException(url + " is no JSON object");
        } catch (JsonParseException e) {
            throw new IOException(url + " is no JSON: " + e.getMessage(), e);
        }
    }
}
