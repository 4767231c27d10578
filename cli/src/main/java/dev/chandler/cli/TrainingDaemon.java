package dev.chandler.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands for the user's daemons while classes are recorded, so that what an exchange takes is recorded, too.
 *
 * <p>As Docker it is {@link TrainingDocker}. As LXD it has any image by any name, and no instances: so a plan and a build without steps go all
 * the way. It says of all that is wanted of it that it is done, and refuses to run commands: so a build with steps goes as far as to
 * its first, and takes everything back. Nothing is ever made.
 */
final class TrainingDaemon implements AutoCloseable {

    private static final Pattern REQUEST = Pattern.compile("([A-Z]+) (/\\S*) HTTP");
    private static final Pattern SOUGHT = Pattern.compile("filter=properties\\.oci\\.request eq ([a-z0-9:]+)");

    /** Instances, and what is in them. */
    private static final Pattern ABSENT = Pattern.compile("^/1\\.0/instances/[^/]+(/exec|/files|/sftp)?(\\?|$)");

    private static final String OPERATION = "/1.0/operations/0";
    private static final String FINGERPRINT = "0".repeat(64);

    private static final String GREETING = """
            {"api_status": "stable", "auth": "trusted", "api_extensions": ["container_exec_user_group_cwd",
             "container_copy_project", "custom_volume_backup", "instances", "usedby_consistency"],
             "environment": {"server": "lxd", "server_version": "0", "kernel_architecture": "x86_64"}}""";

    private final Path socket;
    private final ServerSocketChannel server;

    private TrainingDaemon(Path socket, ServerSocketChannel server) {
        this.socket = socket;
        this.server = server;
    }

    static TrainingDaemon on(Path socket) throws IOException {
        TrainingDaemon daemon = new TrainingDaemon(socket, ServerSocketChannel.open(StandardProtocolFamily.UNIX));
        daemon.server.bind(UnixDomainSocketAddress.of(socket));
        Thread answers = new Thread(daemon::answerAll, "chandler-training-daemon");
        answers.setDaemon(true);
        answers.start();
        return daemon;
    }

    Path socket() {
        return socket;
    }

    private void answerAll() {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    client.read(buffer.clear());
                    String head = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
                    client.write(ByteBuffer.wrap(answer(head).getBytes(StandardCharsets.US_ASCII)));
                    client.shutdownOutput();
                    // A body that comes after the head, without which its sender would fail.
                    do {
                        buffer.clear();
                    } while (client.read(buffer) >= 0);
                }
            }
        } catch (IOException e) {
            // The training is over.
        }
    }

    private static String answer(String head) {
        Matcher request = REQUEST.matcher(head);
        String body = request.find() ? body(request.group(1), request.group(2)) : "{}";
        return "HTTP/1.1 " + (body.equals("{}") ? "404 Not Found" : "200 OK")
                + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static String body(String method, String address) {
        if (!address.startsWith("/1.0")) {
            return TrainingDocker.answer(method, address).orElse("{}");
        }
        if (ABSENT.matcher(address).find()) {
            return "{}";
        }
        return method.equals("GET")
                ? "{\"type\": \"sync\", \"status_code\": 200, \"metadata\": " + metadata(address) + "}"
                : "{\"type\": \"async\", \"status_code\": 100, \"operation\": \"" + OPERATION + "\", \"metadata\": {}}";
    }

    /** What LXD says of something. */
    private static String metadata(String address) {
        String path = address.replaceFirst("\\?.*", "");
        String last = URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
        if (path.startsWith("/1.0/images/aliases/")) {
            return "{\"name\": \"" + last + "\", \"target\": \"" + FINGERPRINT + "\"}";
        }
        if (path.startsWith("/1.0/images/")) {
            return image("");
        }
        Matcher sought = SOUGHT.matcher(URLDecoder.decode(address, StandardCharsets.UTF_8));
        if (path.equals("/1.0/images")) {
            return "[" + (sought.find() ? image(sought.group(1)) : "") + "]";
        }
        return switch (path) {
            case "/1.0/instances" -> "[]";
            case "/1.0/profiles/default" ->
                "{\"devices\": {\"root\": {\"type\": \"disk\", \"path\": \"/\", \"pool\": \"default\"}}}";
            case "/1.0/storage-pools/default" -> "{\"driver\": \"btrfs\"}";
            case OPERATION + "/wait" -> "{\"status_code\": 200}";
            default -> GREETING;
        };
    }

    private static String image(String request) {
        return "{\"fingerprint\": \"" + FINGERPRINT + "\", \"type\": \"container\", \"architecture\": \"x86_64\","
                + " \"aliases\": [{\"name\": \"" + Training.IMAGE + "\"}], \"properties\": {\"oci.request\": \""
                + request
                + "\"}}";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
