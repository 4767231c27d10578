package dev.chandler.core.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws a graph: as a tree for a terminal, for Graphviz, or for Mermaid. */
public enum GraphText {
    /** A tree of lines and corners. */
    TEXT {
        @Override
        public String draw(StepGraph graph) {
            StringBuilder out = new StringBuilder("start  " + graph.base() + "\n");
            for (Task task : graph.tasks()) {
                out.append("│\n");
                out.append(task.id()).append("  ").append(task.title()).append('\n');
                if (task.parallel()) {
                    drawBranches(out, task);
                }
            }
            out.append("│\n");
            for (Test test : graph.tests()) {
                out.append("├─▶ ")
                        .append(test.id())
                        .append("  ")
                        .append(test.title())
                        .append('\n');
            }
            return out.append("└─▶ commit\n").toString();
        }

        private void drawBranches(StringBuilder out, Task task) {
            for (int i = 0; i < task.branches().size(); i++) {
                String corner = i == task.branches().size() - 1 ? "│ └ " : "│ ├ ";
                List<String> actions = task.branches().get(i).stream()
                        .map(action -> action.id() + "  " + action.title())
                        .toList();
                out.append(corner).append(String.join(" → ", actions)).append('\n');
            }
        }
    },

    /** The DOT language of <a href="https://graphviz.org/doc/info/lang.html">Graphviz</a>. */
    DOT {
        @Override
        public String draw(StepGraph graph) {
            StringBuilder out = new StringBuilder("digraph ").append(dotQuoted(graph.name()));
            out.append(" {\n  node [shape=box]\n");
            for (Node node : nodes(graph)) {
                out.append("  ")
                        .append(node.key)
                        .append(" [label=")
                        .append(dotQuoted(node.label))
                        .append("]\n");
            }
            for (String[] edge : edges(graph)) {
                out.append("  ").append(edge[0]).append(" -> ").append(edge[1]).append('\n');
            }
            return out.append("}\n").toString();
        }

        private String dotQuoted(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        }
    },

    /** The flowchart language of <a href="https://mermaid.js.org/syntax/flowchart.html">Mermaid</a>. */
    MERMAID {
        @Override
        public String draw(StepGraph graph) {
            StringBuilder out = new StringBuilder("flowchart TD\n");
            for (Node node : nodes(graph)) {
                out.append("  ")
                        .append(node.key)
                        .append("[\"")
                        .append(mermaidText(node.label))
                        .append("\"]\n");
            }
            for (String[] edge : edges(graph)) {
                out.append("  ").append(edge[0]).append(" --> ").append(edge[1]).append('\n');
            }
            return out.toString();
        }

        private String mermaidText(String text) {
            return text.replace("&", "&amp;")
                    .replace("\"", "&quot;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\n", "<br>");
        }
    };

    private record Node(String key, String label) {}

    /**
     * Draws a graph.
     *
     * @param graph what to draw
     * @return lines, each ended by a line feed
     */
    public abstract String draw(StepGraph graph);

    /**
     * The word for it on the command line.
     *
     * @return {@code text}, {@code dot} or {@code mermaid}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static List<Node> nodes(StepGraph graph) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(new Node("start", "start\n" + graph.base()));
        for (int i = 0; i < graph.tasks().size(); i++) {
            Task task = graph.tasks().get(i);
            for (int b = 0; b < task.branches().size(); b++) {
                for (int a = 0; a < task.branches().get(b).size(); a++) {
                    Action action = task.branches().get(b).get(a);
                    nodes.add(new Node(key(i, b, a), action.id() + "\n" + action.title()));
                }
            }
        }
        for (int i = 0; i < graph.tests().size(); i++) {
            Test test = graph.tests().get(i);
            nodes.add(new Node("test" + i, test.id() + "\n" + test.title()));
        }
        nodes.add(new Node("commit", "commit"));
        return nodes;
    }

    private static List<String[]> edges(StepGraph graph) {
        List<String[]> edges = new ArrayList<>();
        List<String> ends = List.of("start");
        for (int i = 0; i < graph.tasks().size(); i++) {
            List<String> next = new ArrayList<>();
            List<List<Action>> branches = graph.tasks().get(i).branches();
            for (int b = 0; b < branches.size(); b++) {
                for (String end : ends) {
                    edges.add(new String[] {end, key(i, b, 0)});
                }
                for (int a = 1; a < branches.get(b).size(); a++) {
                    edges.add(new String[] {key(i, b, a - 1), key(i, b, a)});
                }
                next.add(key(i, b, branches.get(b).size() - 1));
            }
            ends = next;
        }
        for (String end : ends) {
            for (int i = 0; i < graph.tests().size(); i++) {
                edges.add(new String[] {end, "test" + i});
            }
            edges.add(new String[] {end, "commit"});
        }
        return edges;
    }

    private static String key(int task, int branch, int action) {
        return "task" + task + "_" + branch + "_" + action;
    }
}
