package dev.chandler.provisioner.consultemplate;

import java.util.List;
import java.util.stream.Stream;

/**
 * What templates may read of Consul.
 *
 * @param paths paths that may be read
 * @param prefixes beginnings of paths that may be read
 */
record Allowed(List<String> paths, List<String> prefixes) {

    /** Who asks is said by the step; and an answer has to be one that can be read. */
    private static final List<String> STRANGE = List.of("token", "raw");

    private static final String KV = "/v1/kv/";
    private static final String SERVICE = "/v1/health/service/";
    private static final String CONNECT = "/v1/health/connect/";
    private static final String CATALOG_SERVICE = "/v1/catalog/service/";
    private static final String NODE = "/v1/catalog/node/";
    private static final String SELF = "/v1/agent/self";

    /** All that tells of keys, services and nodes. */
    static Allowed all() {
        return new Allowed(
                List.of("/v1/catalog/services", "/v1/catalog/nodes", "/v1/catalog/datacenters", SELF),
                List.of(KV, SERVICE, CONNECT, CATALOG_SERVICE, NODE));
    }

    /** What a manifest names. */
    static Allowed only(List<String> names) {
        return new Allowed(
                names.stream().flatMap(Allowed::paths).toList(),
                names.stream()
                        .filter(Allowed::isKeys)
                        .map(each -> KV + Percent.encode(each.replaceAll("^/+", "")))
                        .toList());
    }

    private static Stream<String> paths(String name) {
        return switch (name.split(" ", 2)[0]) {
            case "services", "datacenters" -> Stream.of("/v1/catalog/" + name);
            case "nodes" -> Stream.of("/v1/catalog/nodes", SELF);
            case "service" -> Stream.of(SERVICE, CONNECT, CATALOG_SERVICE).map(path -> path + rest(name));
            case "node" -> Stream.of(NODE + rest(name), SELF);
            default -> Stream.of();
        };
    }

    private static boolean isKeys(String name) {
        return !name.matches("services|datacenters|nodes|(service|node) .+");
    }

    private static String rest(String name) {
        return Percent.encode(name.substring(name.indexOf(' ') + 1).strip());
    }

    boolean allows(ConsulRequest request) {
        return request.isPlain()
                && STRANGE.stream().allMatch(each -> request.parameter(each).isEmpty())
                && (paths.contains(request.path()) || prefixes.stream().anyMatch(request::isBelow));
    }
}
