package dev.chandler.cli.module;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry in memory, which gives its tags two at a time, and does what no real one should. */
final class RegistryDouble implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, byte[]> manifests = new ConcurrentSkipListMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** What is given in the place of a blob. */
    private final Map<String, byte[]> damaged = new ConcurrentHashMap<>();

    /** How many bytes fewer come than were said to. */
    private volatile int missing;

    RegistryDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> asked() {
        return asked;
    }

    /** Has something else come under a blob's digest. */
    void damage(String digest, byte[] content) {
        damaged.put(digest, content);
    }

    /** Has blobs end too early. */
    void cutOff(int bytes) {
        missing = bytes;
    }

    byte[] manifest(String name, String tag) {
        return manifests.get(name + "/manifests/" + tag);
    }

    void put(String name, String tag, byte[] manifest) {
        manifests.put(name + "/manifests/" + tag, manifest);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        asked.add(method + " " + path);
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (path.equals("/v2/")) {
                exchange.sendResponseHeaders(200, -1);
            } else if (path.endsWith("/tags/list")) {
                tags(exchange, path.replaceFirst("^/v2/", "").replaceFirst("/tags/list$", ""));
            } else if (method.equals("POST")) {
                exchange.getResponseHeaders().add("Location", "/v2/upload");
                exchange.sendResponseHeaders(202, -1);
            } else if (method.equals("PUT") && path.equals("/v2/upload")) {
                String digest = query(exchange, "digest");
                boolean right = Digest.of(body).toString().equals(digest);
                blobs.put(digest, body);
                exchange.sendResponseHeaders(right ? 201 : 400, -1);
            } else if (method.equals("PUT")) {
                manifests.put(path.replaceFirst("^/v2/", ""), body);
                exchange.sendResponseHeaders(201, -1);
            } else if (path.contains("/blobs/")) {
                blob(exchange, path.replaceFirst(".*/", ""), method.equals("HEAD"));
            } else {
                give(exchange, manifests.get(path.replaceFirst("^/v2/", "")), 0, false);
            }
        }
    }

    private void blob(HttpExchange exchange, String digest, boolean head) throws IOException {
        byte[] content = damaged.getOrDefault(digest, blobs.get(digest));
        give(exchange, content, missing, head);
    }

    private static void give(HttpExchange exchange, byte[] content, int missing, boolean head) throws IOException {
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
        } else if (head) {
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, Math.max(0, content.length - missing));
        }
    }

    private void tags(HttpExchange exchange, String name) throws IOException {
        List<String> all = new ArrayList<>();
        for (String key : manifests.keySet()) {
            if (key.startsWith(name + "/manifests/") && key.indexOf("sha256:") < 0) {
                all.add(key.replaceFirst(".*/", ""));
            }
        }
        if (all.isEmpty()) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        String last = query(exchange, "last");
        List<String> rest =
                all.stream().filter(tag -> tag.compareTo(last) > 0).limit(2).toList();
        if (!rest.isEmpty() && !rest.get(rest.size() - 1).equals(all.get(all.size() - 1))) {
            exchange.getResponseHeaders()
                    .add("Link", "</v2/" + name + "/tags/list?n=2&last=" + rest.get(1) + ">; rel=\"next\"");
        }
        String json = "{\"name\":\"" + name + "\",\"tags\":[\"" + String.join("\",\"", rest) + "\"]}";
        give(exchange, json.getBytes(UTF_8), 0, false);
    }

    private static String query(HttpExchange exchange, String key) {
        String query = exchange.getRequestURI().getQuery();
        for (String each : (query == null ? "" : query).split("&", -1)) {
            if (each.startsWith(key + "=")) {
                return each.substring(key.length() + 1);
            }
        }
        return "";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
