package dev.chandler.provisioner.consultemplate;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.unixhttp.UnixHttp;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import okhttp3.Credentials;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Consul itself, by its HTTP API. It alone knows the token. */
final class ConsulServer implements ConsulSource {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** Consul lets one client have 200 connections. */
    private static final int AT_ONCE = 32;

    /** As Consul says it of a token that has expired, or that somebody has deleted. */
    private static final String UNKNOWN_TOKEN = "ACL not found";

    private static final String SELF = "/v1/agent/self";

    private final OkHttpClient client;
    private final HttpUrl base;
    private final String address;
    private final boolean anonymous;
    private final Headers headers;
    private final List<String> defaults;
    private final Semaphore room = new Semaphore(AT_ONCE);

    private ConsulServer(
            OkHttpClient client, HttpUrl base, ConsulAccess access, Headers headers, List<String> defaults) {
        this.client = client;
        this.base = base;
        this.address = access.address();
        this.anonymous =
                address.startsWith("https://") && access.tls().certificate().isEmpty();
        this.headers = headers;
        this.defaults = defaults;
    }

    /**
     * Gets ready to ask; nothing is asked yet.
     *
     * @throws EngineException if the address is none, or the token or a certificate cannot be had
     */
    static ConsulServer of(ConsulAccess access) {
        String address = access.address();
        Headers.Builder headers = new Headers.Builder();
        access.secret().ifPresent(token -> headers.add("X-Consul-Token", token));
        access.basicAuth().ifPresent(auth -> {
            String[] halves = auth.split(":", 2);
            headers.add("Authorization", Credentials.basic(halves[0], halves.length < 2 ? "" : halves[1]));
        });
        List<String> defaults = new ArrayList<>();
        access.datacenter().ifPresent(name -> defaults.add("dc=" + Percent.encode(name)));
        access.namespace().ifPresent(name -> defaults.add("ns=" + Percent.encode(name)));
        try {
            boolean unix = address.startsWith("unix://");
            OkHttpClient.Builder builder = unix
                    ? UnixHttp.client(Path.of(address.substring("unix://".length())))
                    : address.startsWith("https://")
                            ? UnixHttp.tlsClient(access.tls(), access.serverName())
                            : UnixHttp.tcpClient();
            OkHttpClient client = builder.connectTimeout(CONNECT)
                    .readTimeout(SILENCE)
                    .writeTimeout(SILENCE)
                    .build();
            HttpUrl base = HttpUrl.get(unix ? "http://localhost/" : address);
            return new ConsulServer(client, base, access, headers.build(), List.copyOf(defaults));
        } catch (IOException | IllegalArgumentException e) {
            throw ConsulTrouble.unreachable(address, false, e);
        }
    }

    @Override
    public ConsulAnswer ask(ConsulRequest request) throws InterruptedException {
        room.acquire();
        try (Response response = client.newCall(call(request)).execute()) {
            return answer(request, response);
        } catch (IOException e) {
            if (e instanceof InterruptedIOException && Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw ConsulTrouble.unreachable(address, anonymous, e);
        } finally {
            room.release();
        }
    }

    private Request call(ConsulRequest request) {
        List<String> query = new ArrayList<>(request.query());
        defaults.stream()
                .filter(each -> request.parameter(each.substring(0, 2)).isEmpty())
                .forEach(query::add);
        String path = base.encodedPath().replaceAll("/$", "") + request.path();
        HttpUrl.Builder url = base.newBuilder().encodedPath(path);
        return new Request.Builder()
                .url(
                        query.isEmpty()
                                ? url.build()
                                : url.encodedQuery(String.join("&", query)).build())
                .headers(headers)
                .build();
    }

    private ConsulAnswer answer(ConsulRequest request, Response response) throws IOException {
        ConsulAnswer answer = new ConsulAnswer(response.code(), response.body().bytes(), index(response));
        if (answer.status() == 401 || answer.status() == 403) {
            throw answer.words().contains(UNKNOWN_TOKEN)
                    ? ConsulTrouble.unknownToken(request, answer)
                    : ConsulTrouble.denied(request, answer.words());
        }
        if ("true".equals(response.header("X-Consul-Results-Filtered-By-ACLs"))) {
            throw ConsulTrouble.denied(request, "a part of the answer was kept back");
        }
        boolean bad = answer.status() < 500 && answer.status() != 429 && !answer.isGood();
        boolean noConsul = request.isKv()
                && answer.isGood()
                && (response.header("X-Consul-Index") == null || (answer.isFound() && !answer.isList()));
        if (bad || noConsul) {
            throw ConsulTrouble.strange(address, request, answer);
        }
        return answer.isFound() && request.path().equals(SELF) ? onlyNames(answer) : answer;
    }

    private static long index(Response response) {
        String index = response.header("X-Consul-Index", "1");
        return index != null && index.matches("[1-9]\\d{0,17}") ? Long.parseLong(index) : 1;
    }

    /** Of all that an agent says of itself, what templates can use. */
    private static ConsulAnswer onlyNames(ConsulAnswer answer) throws IOException {
        try {
            JsonElement config =
                    JsonParser.parseString(answer.text()).getAsJsonObject().get("Config");
            JsonObject names = new JsonObject();
            for (String name : List.of("NodeName", "Datacenter")) {
                names.add(name, config.getAsJsonObject().get(name));
            }
            JsonObject self = new JsonObject();
            self.add("Config", names);
            return new ConsulAnswer(answer.status(), self.toString().getBytes(StandardCharsets.UTF_8), answer.index());
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException(SELF + " is not what Consul answers", e);
        }
    }

    /** Asks for what has to be known. */
    ConsulAnswer answered(ConsulRequest request) throws InterruptedException {
        ConsulAnswer answer = ask(request);
        if (!answer.isGood()) {
            throw ConsulTrouble.failing(request, answer);
        }
        return answer;
    }

    @Override
    public void close() {
        UnixHttp.close(client);
    }
}
