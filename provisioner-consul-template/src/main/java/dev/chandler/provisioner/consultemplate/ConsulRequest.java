package dev.chandler.provisioner.consultemplate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something that Consul is asked for: without how long it may wait and how stale it may be.
 *
 * @param path the path, encoded
 * @param query the parameters as {@code name=value}, encoded and sorted
 */
record ConsulRequest(String path, List<String> query) {

    private static final String KV = "/v1/kv/";

    /** How it is asked, not for what. */
    private static final Set<String> MANNERS =
            Set.of("index", "wait", "stale", "consistent", "cached", "hash", "pretty");

    /** Reads what stands between GET and HTTP/1.1. */
    static ConsulRequest parse(String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        return new ConsulRequest(
                Percent.again(path),
                Arrays.stream(query.split("&", -1))
                        .filter(each -> !each.isEmpty() && !MANNERS.contains(each.split("=", 2)[0]))
                        .map(ConsulRequest::normal)
                        .sorted()
                        .toList());
    }

    private static String normal(String written) {
        String[] halves = written.replace('+', ' ').split("=", 2);
        return Percent.again(halves[0]) + "=" + (halves.length < 2 ? "" : Percent.again(halves[1]));
    }

    /** As it is asked for. */
    String target() {
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    /** Whether it leads to where it seems to. */
    boolean isPlain() {
        return path.startsWith("/") && Arrays.stream(path.split("/", -1)).noneMatch(each -> each.matches("\\.\\.?"));
    }

    boolean isBelow(String prefix) {
        return path.startsWith(prefix);
    }

    /** The key that it asks for, if it is one alone and people can read it. */
    Optional<String> key() {
        return isKv() && parameter("recurse").isEmpty() && parameter("keys").isEmpty()
                ? Percent.decode(path.substring(KV.length()))
                : Optional.empty();
    }

    boolean isKv() {
        return path.startsWith(KV);
    }

    /** What stands behind a prefix of the path, for people. */
    String below(String prefix) {
        String rest = path.substring(prefix.length());
        return Percent.decode(rest).orElse(rest);
    }

    /** A parameter's value, encoded. */
    Optional<String> parameter(String name) {
        return query.stream()
                .filter(each -> each.startsWith(name + "="))
                .map(each -> each.substring(name.length() + 1))
                .findFirst();
    }
}
