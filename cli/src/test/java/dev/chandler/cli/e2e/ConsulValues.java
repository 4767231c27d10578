package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a test has put into the testbed's Consul below the stranger's nonce, and takes out again at its end. */
final class ConsulValues implements AfterEachCallback {

    private static final String ADDRESS = System.getenv("CONSUL_HTTP_ADDR");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Stranger stranger;
    private Optional<String> accessor = Optional.empty();
    private boolean inTls;

    ConsulValues(Stranger stranger) {
        this.stranger = stranger;
    }

    /** Where it is. */
    static String address() {
        return ADDRESS;
    }

    /** Gives a key below the nonce a value. */
    void put(String key, String value) {
        send(request(key).PUT(HttpRequest.BodyPublishers.ofString(value)));
    }

    /** The same in the Consul that is reached by TLS alone. */
    void putByTls(String key, String value) {
        inTls = true;
        byTls("-X", "PUT", "--data-binary", value, tlsAddress(key)).exits(0);
    }

    private String tlsAddress(String key) {
        return Testbed.variable("CHANDLER_TESTBED_CONSUL_TLS") + "/v1/kv/" + stranger.nonce() + "/" + key;
    }

    private static Ended byTls(String... args) {
        String certificates = Testbed.variable("CHANDLER_TESTBED_CONSUL_CERTS");
        List<String> command = new ArrayList<>(List.of("curl", "-fsS", "--cacert", certificates + "/ca.pem"));
        command.addAll(List.of("--cert", certificates + "/cert.pem", "--key", certificates + "/key.pem"));
        command.addAll(List.of(args));
        return Shell.run(command);
    }

    /** A token that nobody has been told, good until the test ends. */
    String token() {
        String answer = send(acl("token").PUT(HttpRequest.BodyPublishers.ofString("{}")));
        JsonObject token = JsonParser.parseString(answer).getAsJsonObject();
        accessor = Optional.of(token.get("AccessorID").getAsString());
        return token.get("SecretID").getAsString();
    }

    private HttpRequest.Builder request(String key) {
        return HttpRequest.newBuilder(URI.create(ADDRESS + "/v1/kv/" + stranger.nonce() + "/" + key));
    }

    private static HttpRequest.Builder acl(String what) {
        return HttpRequest.newBuilder(URI.create(ADDRESS + "/v1/acl/" + what))
                .header("X-Consul-Token", Testbed.variable("CHANDLER_TESTBED_CONSUL_TOKEN"));
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new AssertionError("Consul does not answer at " + ADDRESS, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        send(request("?recurse").DELETE());
        if (inTls) {
            byTls("-X", "DELETE", tlsAddress("?recurse")).exits(0);
        }
        accessor.ifPresent(id -> send(acl("token/" + id).DELETE()));
    }
}
