package dev.chandler.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an LXD would say that has any image by any name, and no instances: so a plan and a build without steps go all the way. It says
 * of all that is wanted of it that it is done, and refuses to run commands: so a build with steps goes as far as to its first, and takes
 * everything back. Nothing is ever made.
 */
final class TrainingLxd {

    private static final Pattern SOUGHT = Pattern.compile("filter=properties\\.oci\\.request eq ([a-z0-9:]+)");

    /** Instances, and what is in them. */
    private static final Pattern ABSENT = Pattern.compile("^/1\\.0/instances/[^/]+(/exec|/files|/sftp)?(\\?|$)");

    private static final String OPERATION = "/1.0/operations/0";
    private static final String FINGERPRINT = "0".repeat(64);

    private static final String GREETING = """
            {"api_status": "stable", "auth": "trusted", "api_extensions": ["container_exec_user_group_cwd",
             "container_copy_project", "custom_volume_backup", "instances", "usedby_consistency"],
             "environment": {"server": "lxd", "server_version": "0", "kernel_architecture": "x86_64"}}""";

    private TrainingLxd() {}

    /**
     * The answer to a request.
     *
     * @param method such as {@code GET}
     * @param address the path, with what follows a question mark
     * @return a whole answer of HTTP
     */
    static String answer(String method, String address) {
        return ABSENT.matcher(address).find()
                ? TrainingDaemon.answer("404 Not Found", "{}")
                : TrainingDaemon.answer("200 OK", body(method, address));
    }

    private static String body(String method, String address) {
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
}
