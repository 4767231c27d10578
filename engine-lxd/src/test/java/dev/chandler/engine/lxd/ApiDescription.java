package dev.chandler.engine.lxd;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What a daemon's makers have published of its API: Swagger 2.0, {@code doc/rest-api.yaml}. Immutable.
 *
 * <p>A path is described several times, once for each way to ask: {@code /1.0/images}, {@code /1.0/images?recursion=1},
 * {@code /1.0/images?public}. What any of these has is right.
 */
final class ApiDescription {

    private static final int LARGEST_FILE = 16 << 20;

    /** Of one path and method: the query's parameters, and the names of the definitions that a body may have. */
    private record Described(Set<String> query, Set<String> bodies) {}

    private final Map<String, Map<String, Described>> paths = new TreeMap<>();
    private final Map<?, ?> definitions;

    ApiDescription(Map<?, ?> yaml) {
        definitions = map(yaml.get("definitions"));
        map(yaml.get("paths")).forEach((path, methods) -> {
            String[] parts = path.toString().split("\\?", 2);
            map(methods).forEach((method, operation) -> {
                Described described = paths.computeIfAbsent(parts[0], key -> new HashMap<>())
                        .computeIfAbsent(
                                method.toString().toUpperCase(Locale.ROOT),
                                key -> new Described(new HashSet<>(), new HashSet<>()));
                if (parts.length > 1) {
                    List.of(parts[1].split("&")).forEach(name -> described.query.add(name.split("=", 2)[0]));
                }
                parameters(map(operation), described);
            });
        });
    }

    static ApiDescription read(Path file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST_FILE);
        try (Reader in = Files.newBufferedReader(file)) {
            return new ApiDescription(map(new Yaml(new SafeConstructor(options)).load(in)));
        }
    }

    private static void parameters(Map<?, ?> operation, Described described) {
        if (!(operation.get("parameters") instanceof List<?> parameters)) {
            return;
        }
        for (Object each : parameters) {
            Map<?, ?> parameter = map(each);
            if ("query".equals(parameter.get("in"))) {
                described.query.add(String.valueOf(parameter.get("name")));
            } else if ("body".equals(parameter.get("in"))) {
                definition(map(parameter.get("schema"))).ifPresent(described.bodies::add);
            }
        }
    }

    private static Optional<String> definition(Map<?, ?> schema) {
        return Optional.ofNullable(schema.get("$ref")).map(ref -> ref.toString().replace("#/definitions/", ""));
    }

    private static Map<?, ?> map(Object content) {
        return content instanceof Map<?, ?> map ? map : Map.of();
    }

    /**
     * Holds a request against the description.
     *
     * @param path below the server's root, decoded
     * @param query the names of the parameters
     * @param body its JSON; empty where it has none
     * @return what is not described; empty if all is
     */
    List<String> check(String method, List<String> path, Set<String> query, Optional<JsonElement> body) {
        Optional<String> template = template(path);
        if (template.isEmpty()) {
            return List.of("no path /" + String.join("/", path));
        }
        Described described = paths.get(template.get()).get(method);
        if (described == null) {
            return List.of("no " + method + " of " + template.get());
        }
        List<String> wrong = new ArrayList<>();
        query.stream()
                .filter(name -> !described.query.contains(name))
                .forEach(name -> wrong.add("no parameter " + name + " of " + method + " " + template.get()));
        body.ifPresent(json -> wrong.addAll(checkBody(json, method + " " + template.get(), described.bodies)));
        return wrong;
    }

    /** The template that fits, with the most segments that are no parameters. */
    Optional<String> template(List<String> path) {
        return paths.keySet().stream()
                .filter(template -> fits(segments(template), path))
                .min((one, other) -> Long.compare(parameters(one), parameters(other)));
    }

    private static List<String> segments(String template) {
        return List.of(template.substring(1).split("/"));
    }

    private static boolean fits(List<String> template, List<String> path) {
        if (template.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            if (!template.get(i).startsWith("{") && !template.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static long parameters(String template) {
        return segments(template).stream().filter(part -> part.startsWith("{")).count();
    }

    private List<String> checkBody(JsonElement json, String where, Set<String> bodies) {
        if (bodies.isEmpty()) {
            return List.of("no body of " + where);
        }
        List<String> least = null;
        for (String name : bodies) {
            List<String> wrong = new ArrayList<>();
            check(json, map(definitions.get(name)), where + " " + name, wrong);
            least = least == null || wrong.size() < least.size() ? wrong : least;
        }
        return least;
    }

    private void check(JsonElement json, Map<?, ?> given, String where, List<String> wrong) {
        Optional<String> named = definition(given);
        Map<?, ?> schema = named.isPresent() ? map(definitions.get(named.get())) : given;
        if (json instanceof JsonObject object) {
            checkFields(object, schema, where, wrong);
        } else if (json instanceof JsonArray array) {
            array.forEach(item -> check(item, map(schema.get("items")), where + "[]", wrong));
        }
    }

    private void checkFields(JsonObject object, Map<?, ?> schema, String where, List<String> wrong) {
        Map<?, ?> properties = map(schema.get("properties"));
        Object more = schema.get("additionalProperties");
        for (String name : object.keySet()) {
            if (properties.containsKey(name)) {
                check(object.get(name), map(properties.get(name)), where + "." + name, wrong);
            } else if (more != null) {
                check(object.get(name), map(more), where + "." + name, wrong);
            } else {
                wrong.add("no field " + where + "." + name);
            }
        }
    }
}
