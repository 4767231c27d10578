package dev.chandler.engine.lxd;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Records all requests of a test's engines, and fails the test if one of them is not in the description of the API that the
 * daemon's makers have published.
 */
final class PublishedApi implements AfterEachCallback {

    /** The testbed's variables. */
    static final String LXD = "CHANDLER_TESTBED_LXD_API";

    static final String INCUS = "CHANDLER_TESTBED_INCUS_API";

    /** What is asked for although it is not described, one by one. */
    private static final Map<String, String> KNOWN = Map.of(
            "no parameter project of GET /1.0/instances/{name}/sftp",
            "without it only instances of the project \"default\" are found; both daemons read it",
            "no parameter project of GET /1.0/operations",
            "without it only operations of the project \"default\" are listed; both daemons read it",
            "no field POST /1.0/certificates CertificatesPost.trust_token",
            "LXD 5.0 has no such field, and reads \"password\"; who is asked shows only when it trusts the client",
            "no field POST /1.0/certificates CertificatesPost.password",
            "Incus 6.0 has no such field, and reads \"trust_token\"");

    private final String variable;
    private final Set<String> requests = ConcurrentHashMap.newKeySet();
    private final Set<String> wrong = ConcurrentHashMap.newKeySet();
    private final ApiDescription description;
    private boolean some = true;

    /** Of the daemon whose description the testbed names by a variable. */
    PublishedApi(String variable) {
        this.variable = variable;
        try {
            description = ApiDescription.read(Path.of(requireNonNull(System.getenv(variable), variable)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whose engines' requests are recorded. */
    LxdEngineFactory factory() {
        return new LxdEngineFactory(List.of(this::record));
    }

    /** Nothing is asked by this test. */
    void expectNone() {
        some = false;
    }

    /** What was asked for: methods, templates of paths and names of parameters. */
    Set<String> requests() {
        return Set.copyOf(requests);
    }

    private Response record(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        List<String> path = request.url().pathSegments();
        String asked = description.template(path).orElse(request.url().encodedPath());
        String names = String.join("&", new TreeSet<>(request.url().queryParameterNames()));
        requests.add(request.method() + " " + asked + "?" + names);
        description.check(request.method(), path, request.url().queryParameterNames(), json(request)).stream()
                .filter(words -> !KNOWN.containsKey(words))
                .forEach(wrong::add);
        return chain.proceed(request);
    }

    private static Optional<JsonElement> json(Request request) throws IOException {
        RequestBody body = request.body();
        if (body == null
                || body.isOneShot()
                || !LxdHttp.JSON.subtype().equals(subtype(body))
                || body.contentLength() == 0) {
            return Optional.empty();
        }
        Buffer text = new Buffer();
        body.writeTo(text);
        return Optional.of(JsonParser.parseString(text.readUtf8()));
    }

    private static String subtype(RequestBody body) {
        return body.contentType() == null ? "" : body.contentType().subtype();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        assertThat(new TreeSet<>(wrong))
                .as("not in the description that %s names", variable)
                .isEmpty();
        assertThat(!requests.isEmpty()).as("something is recorded").isEqualTo(some);
    }
}
