package dev.chandler.core.manifest.yaml;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns SnakeYAML's nodes into a tree: aliases followed but counted, tags and double keys refused. Used once. */
final class TreeBuilder {

    private static final int LIMIT_NODES = 200_000;
    private static final int LIMIT_CHARS = 16 << 20;
    private static final int LIMIT_DEPTH = 50;
    /** What YAML 1.1 makes of a lone {@code =}. */
    private static final Tag VALUE_TAG = new Tag("tag:yaml.org,2002:value");

    private static final Set<Tag> STANDARD_TAGS = Set.of(
            Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE, Tag.MAP, Tag.SEQ, VALUE_TAG);

    private final SourceFile file;
    private final PlacedText text;
    private final UnaryOperator<String> shown;
    private final Consumer<Problem> problems;
    private final IdentityHashMap<Node, Boolean> above = new IdentityHashMap<>();
    private int nodes;
    private long chars;
    private boolean refused;

    TreeBuilder(SourceFile file, PlacedText text, UnaryOperator<String> shown, Consumer<Problem> problems) {
        this.file = file;
        this.text = text;
        this.shown = shown;
        this.problems = problems;
    }

    /** The tree, or nothing where the document was refused as a whole. */
    Optional<Tree> build(Node root) {
        Tree tree = node(root);
        if (nodes > LIMIT_NODES) {
            refuse("the document has more than " + LIMIT_NODES + " parts", tree.place());
        }
        if (chars > LIMIT_CHARS) {
            refuse("its texts, repeated by aliases, have more than " + LIMIT_CHARS + " characters", tree.place());
        }
        return refused ? Optional.empty() : Optional.of(tree);
    }

    private void refuse(String why, Location place) {
        refused = true;
        problems.accept(YamlWords.bomb(why).at(place));
    }

    private Tree node(Node node) {
        Location place = text.at(node.getStartMark().getIndex());
        checkTag(node, place);
        if (++nodes > LIMIT_NODES || chars > LIMIT_CHARS) {
            return empty(place);
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar, place);
        }
        if (above.putIfAbsent(node, true) != null) {
            refuse("this part contains itself", place);
            return empty(place);
        }
        if (above.size() > LIMIT_DEPTH) {
            refuse("the document nests too deeply", place);
            above.remove(node);
            return empty(place);
        }
        Tree tree = node instanceof SequenceNode sequence
                ? new Tree.Items(
                        file,
                        place,
                        sequence.getValue().stream().map(this::node).toList())
                : new Tree.Fields(file, place, entries((MappingNode) node));
        above.remove(node);
        return tree;
    }

    private Tree empty(Location place) {
        return new Tree.Scalar(file, place, "", true);
    }

    private Tree.Scalar scalar(ScalarNode node, Location place) {
        boolean plain = node.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
        String value = node.getValue();
        chars += value.length();
        if (isUnusable(value)) {
            problems.accept(Problem.of("CH-MANIFEST-011", "this text holds a character that no program can be given")
                    .at(place)
                    .because("it is NUL, or half of a surrogate pair"));
        }
        return new Tree.Scalar(file, place, value, plain);
    }

    private static boolean isUnusable(String value) {
        return value.codePoints().anyMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
    }

    private List<Tree.Entry> entries(MappingNode node) {
        List<Tree.Entry> entries = new ArrayList<>();
        Map<String, Location> first = new HashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Location place = text.at(tuple.getKeyNode().getStartMark().getIndex());
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
                problems.accept(Problem.of("CH-MANIFEST-007", "a key must be text")
                        .at(place)
                        .remedy("put it into quotes"));
                continue;
            }
            checkTag(scalar, place);
            Tree.Scalar key = scalar(scalar, place);
            if (chars > LIMIT_CHARS) {
                return entries;
            }
            if (key.plain() && key.text().equals("<<")) {
                problems.accept(Problem.of("CH-MANIFEST-007", "merge keys (<<) are refused")
                        .at(place)
                        .remedy("write the keys out, or share them with include:"));
                continue;
            }
            Location before = first.putIfAbsent(key.text(), place);
            if (before != null) {
                problems.accept(duplicate(shown.apply(key.text()), place, before));
                continue;
            }
            entries.add(new Tree.Entry(key, node(tuple.getValueNode())));
        }
        return entries;
    }

    private static Problem duplicate(String key, Location place, Location before) {
        return Problem.of("CH-MANIFEST-008", "duplicate key \"" + key + "\"")
                .at(place)
                .because("the first is at " + before)
                .remedy("keep one of them");
    }

    private void checkTag(Node node, Location place) {
        Tag tag = node.getTag();
        boolean standard =
                tag == null || STANDARD_TAGS.contains(tag) || tag.getValue().equals("!");
        if (!standard) {
            problems.accept(Problem.of("CH-MANIFEST-007", "the tag \"" + shown.apply(tag.getValue()) + "\" is refused")
                    .at(place)
                    .because("a manifest has text, lists and maps only")
                    .remedy("put text that begins with ! into quotes"));
        }
    }
}
