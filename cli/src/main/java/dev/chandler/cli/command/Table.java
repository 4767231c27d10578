package dev.chandler.cli.command;

import dev.chandler.api.engine.Resource;
import dev.chandler.cli.terminal.VisibleText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Rows of text in columns as wide as their widest cell; what strangers wrote into one begins no row and colours none. */
final class Table {

    private Table() {}

    static String of(List<String[]> cells) {
        List<String[]> rows = cells.stream()
                .map(row -> Stream.of(row).map(Table::visible).toArray(String[]::new))
                .toList();
        StringBuilder out = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.length; column++) {
                int width = width(rows, column);
                line.append(row[column]).append(" ".repeat(width - row[column].length() + 2));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private static String visible(String cell) {
        return VisibleText.of(cell.replace("\n", "\\n").replace("\r", "\\r"));
    }

    /** The cell that says how large something on an engine is. */
    static String size(Resource resource) {
        return resource.sizeBytes() < 0 ? "-" : size(resource.sizeBytes());
    }

    static String size(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static int width(List<String[]> rows, int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
    }
}
