package dev.chandler.provisioner.consultemplate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what consul-template says of itself, at level debug. Thread-safe. */
final class RenderLog {

    private static final Pattern LINE = Pattern.compile("\\S+ \\[(TRACE|DEBUG|INFO|WARN|ERR)\\] ?(.*)");
    private static final Pattern BLOCKED = Pattern.compile("\\(runner\\) missing dependency: kv\\.block\\((.*)\\)");
    private static final Pattern FILE = Pattern.compile("\\(runner\\) receiving dependency file\\((.*)\\)");
    private static final int LAST_LINES = 10;

    private final Set<String> blocked = new LinkedHashSet<>();
    private final Set<String> files = new LinkedHashSet<>();
    private final Deque<String> last = new ArrayDeque<>();
    private String error = "";
    private boolean inError;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

    /** Takes what it says, in pieces of any size. */
    synchronized void add(byte[] chunk) {
        for (byte each : chunk) {
            if (each == '\n') {
                note(rest.toString(StandardCharsets.UTF_8));
                rest.reset();
            } else {
                rest.write(each);
            }
        }
    }

    private void note(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            // What does not fit into one line goes on in the next.
            error = inError ? error + "\n" + line : error;
            remember(line);
            return;
        }
        String text = matcher.group(2);
        inError = matcher.group(1).equals("ERR");
        if (inError) {
            error = text;
            remember(text);
        }
        add(BLOCKED.matcher(text), blocked);
        add(FILE.matcher(text), files);
    }

    private static void add(Matcher matcher, Set<String> to) {
        if (matcher.matches()) {
            to.add(matcher.group(1));
        }
    }

    private void remember(String line) {
        last.addLast(line);
        if (last.size() > LAST_LINES) {
            last.removeFirst();
        }
    }

    /** The keys that it has waited for, now or before. */
    synchronized Set<String> blocked() {
        Set<String> keys = new LinkedHashSet<>();
        // What stands behind the @ says where: a key has none.
        blocked.forEach(each -> keys.add(each.replaceFirst("@.*", "")));
        return keys;
    }

    /** The files that templates have read, as they name them. */
    synchronized Set<String> files() {
        return new LinkedHashSet<>(files);
    }

    /** Its last error, as it says it. */
    synchronized String error() {
        return error;
    }

    synchronized String lastWords() {
        return String.join("\n", last);
    }
}
