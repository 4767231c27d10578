package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads a file of values: scalars are the text as written, as in a manifest. */
final class ValuesReader {

    private static final int MAX_CODE_POINTS = 64 << 20;
    private static final int MAX_ALIASES = 50;
    private static final int MAX_DEPTH = 50;

    private static final Set<String> TOP = Set.of("datacenter", "kv", "services", "nodes");
    private static final Set<String> SERVICE = Set.of("id", "node", "address", "port", "tags", "meta", "status");
    private static final Set<String> NODE = Set.of("address", "meta");

    private final String file;
    private final SortedMap<String, ValuesFile.Value> keys = new TreeMap<>(
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
    private final Map<String, List<ValuesFile.Service>> services = new TreeMap<>();
    private final Map<String, ValuesFile.Node> nodes = new TreeMap<>();

    ValuesReader(String file) {
        this.file = file;
    }

    ValuesFile read(byte[] bytes) {
        Node root = compose(new String(bytes, StandardCharsets.UTF_8));
        Map<String, Node> top = root == null ? Map.of() : map(root, TOP);
        Node kv = top.get("kv");
        if (kv != null) {
            keys("", kv);
        }
        Node nodeMap = top.get("nodes");
        if (nodeMap != null) {
            map(nodeMap, null).forEach((name, node) -> nodes.put(name, node(name, map(node, NODE))));
        }
        Node serviceMap = top.get("services");
        if (serviceMap != null) {
            map(serviceMap, null).forEach(this::service);
        }
        return new ValuesFile(
                Digest.of(bytes),
                text(top, "datacenter", "dc1"),
                Collections.unmodifiableSortedMap(keys),
                Collections.unmodifiableMap(services),
                Collections.unmodifiableMap(nodes));
    }

    private @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CODE_POINTS);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        try {
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            throw wrong(e.getProblemMark(), String.valueOf(e.getProblem()));
        } catch (YAMLException e) {
            throw wrong((Mark) null, String.valueOf(e.getMessage()));
        }
    }

    private void keys(String prefix, Node node) {
        map(node, null).forEach((name, value) -> {
            String key = prefix + name;
            if (value instanceof MappingNode) {
                keys(key.endsWith("/") ? key : key + "/", value);
            } else if (keys.put(key, value(value)) != null) {
                throw wrong(value.getStartMark(), "the key \"" + key + "\" is there twice");
            }
        });
    }

    private ValuesFile.Value value(Node node) {
        String text = text(node);
        return new ValuesFile.Value(
                node.getTag().equals(Tag.BINARY)
                        ? text.replaceAll("\\s", "")
                        : Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    private ValuesFile.Node node(String name, Map<String, Node> node) {
        return new ValuesFile.Node(name, text(node, "address", "127.0.0.1"), texts(node.get("meta")));
    }

    private void service(String name, Node list) {
        List<ValuesFile.Service> instances = new ArrayList<>();
        for (Node item : list(list)) {
            Map<String, Node> fields = map(item, SERVICE);
            String on = text(fields, "node", "node");
            nodes.computeIfAbsent(on, each -> node(each, Map.of()));
            Node tags = fields.get("tags");
            instances.add(new ValuesFile.Service(
                    name,
                    text(fields, "id", name),
                    on,
                    text(fields, "address", ""),
                    port(fields.get("port")),
                    tags == null
                            ? List.of()
                            : list(tags).stream().map(this::text).toList(),
                    texts(fields.get("meta")),
                    status(fields)));
        }
        services.put(name, List.copyOf(instances));
    }

    private int port(@Nullable Node node) {
        String text = node == null ? "0" : text(node);
        if (node != null && !text.matches("\\d{1,5}")) {
            throw wrong(node.getStartMark(), "a port is a number");
        }
        return Integer.parseInt(text);
    }

    private String status(Map<String, Node> fields) {
        String status = text(fields, "status", "passing");
        Node node = fields.get("status");
        if (node != null && !Set.of("passing", "warning", "critical").contains(status)) {
            throw wrong(node.getStartMark(), "a status is passing, warning or critical");
        }
        return status;
    }

    private Map<String, String> texts(@Nullable Node node) {
        Map<String, String> texts = new TreeMap<>();
        if (node != null) {
            map(node, null).forEach((key, value) -> texts.put(key, text(value)));
        }
        return texts;
    }

    private String text(Map<String, Node> map, String key, String otherwise) {
        Node node = map.get(key);
        return node == null ? otherwise : text(node);
    }

    private String text(Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw wrong(node.getStartMark(), "text is wanted here");
    }

    private List<Node> list(Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw wrong(node.getStartMark(), "a list is wanted here");
    }

    /**
     * A map in its order.
     *
     * @param known all keys that it may have; null where they are the user's own
     */
    private Map<String, Node> map(Node node, @Nullable Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node.getStartMark(), "a map is wanted here");
        }
        Map<String, Node> map = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = text(tuple.getKeyNode());
            Mark mark = tuple.getKeyNode().getStartMark();
            if (known != null && !known.contains(key)) {
                throw wrong(mark, "\"" + key + "\" is not known; known here: " + sorted(known));
            }
            if (map.put(key, tuple.getValueNode()) != null) {
                throw wrong(mark, "\"" + key + "\" is there twice");
            }
        }
        return map;
    }

    private static String sorted(Set<String> words) {
        return String.join(", ", words.stream().sorted().toList());
    }

    private ManifestException wrong(@Nullable Mark mark, String why) {
        return new ManifestException(Problem.of("CH-CONSUL-006", "\"" + file + "\" is no file of values")
                .at(new Location(file, mark == null ? 1 : mark.getLine() + 1, mark == null ? 1 : mark.getColumn() + 1))
                .because(why)
                .remedy("it has kv:, a tree of keys, and may have services:, nodes: and datacenter:"));
    }
}
