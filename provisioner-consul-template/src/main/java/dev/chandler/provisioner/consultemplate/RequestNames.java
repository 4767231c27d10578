package dev.chandler.provisioner.consultemplate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What people call requests: {@code key app/port}, {@code service web [dc=east]}. A name leads back to its request, or the
 * request's own path is its name.
 */
final class RequestNames {

    /**
     * A kind of request.
     *
     * @param words what its names begin with
     * @param path what its path begins with
     * @param whole whether that is all of both
     * @param fixed the parameters that make it one
     */
    private record Kind(String words, String path, boolean whole, List<String> fixed) {

        Optional<String> name(ConsulRequest request) {
            boolean fits = (whole ? request.path().equals(path) : request.path().startsWith(path))
                    && request.query().containsAll(fixed);
            if (!fits) {
                return Optional.empty();
            }
            List<String> options = new ArrayList<>(request.query());
            options.removeAll(fixed);
            String end = options.isEmpty() ? "" : " [" + String.join("&", options) + "]";
            return whole
                    ? Optional.of(words + end)
                    : Percent.decode(request.path().substring(path.length())).map(rest -> words + rest + end);
        }

        Optional<ConsulRequest> request(String name, List<String> options) {
            if (whole ? !name.equals(words) : !name.startsWith(words)) {
                return Optional.empty();
            }
            String rest = whole ? "" : Percent.encode(name.substring(words.length()));
            List<String> query =
                    Stream.concat(fixed.stream(), options.stream()).sorted().toList();
            return Optional.of(new ConsulRequest(path + rest, query));
        }
    }

    private static final List<String> NONE = List.of();

    private static final List<Kind> KINDS = List.of(
            new Kind("all keys", "/v1/kv/", true, List.of("recurse=")),
            new Kind("keys below ", "/v1/kv/", false, List.of("recurse=")),
            new Kind("key ", "/v1/kv/", false, NONE),
            new Kind("service ", "/v1/health/service/", false, List.of("passing=1")),
            new Kind("all of service ", "/v1/health/service/", false, NONE),
            new Kind("services", "/v1/catalog/services", true, NONE),
            new Kind("nodes", "/v1/catalog/nodes", true, NONE),
            new Kind("node ", "/v1/catalog/node/", false, NONE),
            new Kind("datacenters", "/v1/catalog/datacenters", true, NONE),
            new Kind("this agent", "/v1/agent/self", true, NONE));

    private RequestNames() {}

    static String of(ConsulRequest request) {
        return KINDS.stream()
                .flatMap(kind -> kind.name(request).stream())
                .filter(name -> name.equals(name.strip()) && name.chars().noneMatch(Character::isISOControl))
                .filter(name -> parse(name).filter(request::equals).isPresent())
                .findFirst()
                .orElse(request.target());
    }

    static Optional<ConsulRequest> parse(String name) {
        if (name.startsWith("/v1/")) {
            return Optional.of(ConsulRequest.parse(name));
        }
        int bracket = name.endsWith("]") ? name.lastIndexOf(" [") : -1;
        String words = bracket < 0 ? name : name.substring(0, bracket);
        List<String> options = bracket < 0
                ? NONE
                : Arrays.asList(name.substring(bracket + 2, name.length() - 1).split("&", -1));
        return KINDS.stream()
                .flatMap(kind -> kind.request(words, options).stream())
                .findFirst();
    }
}
