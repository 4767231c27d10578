package dev.chandler.core.manifest.template;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.SourceText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Finds tags that are not closed, at the place where they open, and tags that a manifest cannot have. */
final class BlockPairing {

    private static final Set<String> BLOCKS =
            Set.of("if", "list", "items", "macro", "function", "switch", "attempt", "noparse", "autoesc", "noautoesc");

    private static final Set<String> ASSIGNMENTS = Set.of("assign", "local", "global");

    /** An assignment that takes what stands up to its closing tag: no {@code =} in it. */
    private static final Pattern CAPTURE =
            Pattern.compile("\\s*(\"[^\"]*\"|'[^']*'|[^\\s=+*/%\\-]+)(\\s+in\\s+[^=]+)?\\s*");

    private static final String WHITE_SPACE =
            "lines that hold only tags leave nothing behind anyway; write the rest as" + " it is to come out";

    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("include", "use the manifest's own include:"),
            Map.entry("import", "use the manifest's own include:"),
            Map.entry("ftl", "leave it out; a manifest's settings are fixed"),
            Map.entry("setting", "leave it out; a manifest's settings are fixed"),
            Map.entry("outputformat", "leave it out; values are never parsed, so they need no escaping"),
            Map.entry("escape", "leave it out; values are never parsed, so they need no escaping"),
            Map.entry("noescape", "leave it out; values are never parsed, so they need no escaping"),
            Map.entry("compress", WHITE_SPACE),
            Map.entry("t", WHITE_SPACE),
            Map.entry("lt", WHITE_SPACE),
            Map.entry("rt", WHITE_SPACE),
            Map.entry("nt", WHITE_SPACE));

    private final SourceText source;
    private final Consumer<Problem> problems;
    private final Deque<TemplateToken> open = new ArrayDeque<>();

    BlockPairing(SourceText source, Consumer<Problem> problems) {
        this.source = source;
        this.problems = problems;
    }

    void check(List<TemplateToken> tokens) {
        for (TemplateToken token : tokens) {
            switch (token.kind()) {
                case OPEN -> opened(token);
                case CLOSE -> closed(token);
                case CALL -> called(token);
                case CALL_CLOSE -> close("", token);
                default -> {}
            }
        }
        open.forEach(this::unclosed);
    }

    private void opened(TemplateToken token) {
        String remedy = REFUSED.get(token.name());
        if (remedy != null) {
            problems.accept(TemplateProblems.refused(token.name(), source.at(token.start()), remedy));
        } else if (isBlock(token)) {
            open.push(token);
        }
    }

    private boolean isBlock(TemplateToken token) {
        if (ASSIGNMENTS.contains(token.name())) {
            return CAPTURE.matcher(token.inside(source.text())).matches();
        }
        return BLOCKS.contains(token.name());
    }

    private void closed(TemplateToken token) {
        String name = token.name();
        if (REFUSED.containsKey(name) || !(BLOCKS.contains(name) || ASSIGNMENTS.contains(name))) {
            return;
        }
        close(name, token);
    }

    /** A call without a closing slash goes on to its closing tag. */
    private void called(TemplateToken token) {
        if (!token.inside(source.text()).endsWith("/")) {
            open.push(token);
        }
    }

    private void close(String name, TemplateToken token) {
        boolean isOpen = open.stream().anyMatch(candidate -> candidate.name().equals(name));
        if (!isOpen) {
            problems.accept(TemplateProblems.notOpen(shown(token), source.at(token.start())));
            return;
        }
        Iterator<TemplateToken> inner = open.iterator();
        while (inner.hasNext()) {
            TemplateToken candidate = inner.next();
            inner.remove();
            if (candidate.name().equals(name)) {
                return;
            }
            unclosed(candidate);
        }
    }

    private void unclosed(TemplateToken token) {
        problems.accept(TemplateProblems.unclosedBlock(shown(token), source.at(token.start())));
    }

    /** A tag's name as it is written: {@code #list}, {@code @install}. */
    private String shown(TemplateToken token) {
        boolean call = token.kind() == TemplateToken.Kind.CALL || token.kind() == TemplateToken.Kind.CALL_CLOSE;
        return call ? "@" + token.inside(source.text()).strip().split("[\\s/(]", 2)[0] : "#" + token.name();
    }
}
