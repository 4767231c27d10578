package dev.chandler.cli.e2e;

import dev.chandler.core.run.InstanceState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table with a row for each fault and a column for each state of an instance. */
final class FaultMatrix {

    /** What cannot be. */
    private static final String NONE = "–";

    private final Map<Fault, Map<InstanceState, String>> cells = new EnumMap<>(Fault.class);

    static List<InstanceState> columns() {
        return Stream.of(InstanceState.values())
                .filter(state -> state != InstanceState.CLOSED)
                .toList();
    }

    void put(Fault fault, InstanceState state, String cell) {
        cells.computeIfAbsent(fault, row -> new EnumMap<>(InstanceState.class)).put(state, cell);
    }

    /** Whether all was seen that can be. */
    boolean isWhole() {
        return Stream.of(Fault.values())
                .allMatch(fault -> columns().stream()
                        .filter(fault::canBeIn)
                        .allMatch(cells.getOrDefault(fault, Map.of())::containsKey));
    }

    String markdown() {
        StringBuilder table = new StringBuilder();
        line(table, "fault", columns().stream().map(state -> "`" + state + "`"));
        line(table, "---", columns().stream().map(state -> "---"));
        for (Fault fault : Fault.values()) {
            Map<InstanceState, String> row = cells.getOrDefault(fault, Map.of());
            line(table, fault.title(), columns().stream().map(state -> row.getOrDefault(state, NONE)));
        }
        return table.toString();
    }

    private static void line(StringBuilder table, String first, Stream<String> others) {
        table.append("| ")
                .append(first)
                .append(" | ")
                .append(others.collect(Collectors.joining(" | ")))
                .append(" |\n");
    }
}
