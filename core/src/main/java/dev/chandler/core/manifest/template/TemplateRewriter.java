package dev.chandler.core.manifest.template;

import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.SourceText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Marks every piece of text of a template with its place, and hands every interpolation to a function of ours.
 *
 * <p>{@code name: [=x]} becomes {@code ⟨0⟩name: [=keep(0,(x))]⟨1⟩}. No line is added, so that FreeMarker's line numbers
 * are the source's. Used once.
 */
final class TemplateRewriter {

    /** The name under which the function stands in the data; no manifest's variable may have it. */
    static final String KEEP = "chandler__keep";

    private final SourceText source;
    private final List<TemplateToken> tokens;
    private final Marks marks;
    private final PlacedText.Builder out;
    private final List<RewrittenTemplate.Static> statics = new ArrayList<>();
    private final List<TemplateToken> interpolations = new ArrayList<>();
    private final boolean[] lineHasTag;
    private final boolean[] lineHasContent;

    TemplateRewriter(SourceText source, List<TemplateToken> tokens, Marks marks) {
        this.source = source;
        this.tokens = tokens;
        this.marks = marks;
        this.out = new PlacedText.Builder(source);
        this.lineHasTag = new boolean[source.lineCount() + 1];
        this.lineHasContent = new boolean[source.lineCount() + 1];
    }

    RewrittenTemplate rewrite() {
        tokens.forEach(this::classifyLines);
        @Nullable TemplateToken before = null;
        for (TemplateToken token : tokens) {
            switch (token.kind()) {
                case TEXT -> text(token, opensSwitch(before));
                case INTERPOLATION -> interpolation(token);
                default -> out.copied(source.text().substring(token.start(), token.end()), token.start());
            }
            before = token.kind() == TemplateToken.Kind.COMMENT ? before : token;
        }
        PlacedText text = out.build();
        return new RewrittenTemplate(
                source,
                text,
                new SourceText(source.name(), text.text()),
                statics,
                interpolations,
                functions(),
                firstTag());
    }

    private static boolean opensSwitch(@Nullable TemplateToken token) {
        return token != null
                && token.kind() == TemplateToken.Kind.OPEN
                && token.name().equals("switch");
    }

    private void classifyLines(TemplateToken token) {
        int last = source.lineOf(Math.max(token.start(), token.end() - 1));
        for (int line = source.lineOf(token.start()); line <= last; line++) {
            if (token.isTag()) {
                lineHasTag[line] = true;
            } else if (token.kind() == TemplateToken.Kind.INTERPOLATION || !isBlank(token, line)) {
                lineHasContent[line] = true;
            }
        }
    }

    private boolean isBlank(TemplateToken token, int line) {
        int from = Math.max(token.start(), source.lineStart(line));
        int to =
                Math.min(token.end(), source.lineStart(line) + source.line(line).length());
        return source.text().substring(from, to).isBlank();
    }

    private void text(TemplateToken token, boolean afterSwitch) {
        String whole = source.text().substring(token.start(), token.end());
        if (afterSwitch && whole.isBlank()) {
            // FreeMarker allows nothing but blanks before the first case, and writes none of them.
            out.copied(whole, token.start());
            return;
        }
        int last = source.lineOf(token.end() - 1);
        for (int line = source.lineOf(token.start()); line <= last; line++) {
            int from = Math.max(token.start(), source.lineStart(line));
            int to = Math.min(
                    token.end(), source.lineStart(line) + source.line(line).length());
            piece(from, to, lineHasTag[line] && !lineHasContent[line]);
        }
    }

    private void piece(int from, int to, boolean dropped) {
        String piece = source.text().substring(from, to);
        out.replaced(marks.ofStatic(statics.size()), from);
        out.copied(piece, from);
        statics.add(new RewrittenTemplate.Static(piece, from, dropped));
    }

    private void interpolation(TemplateToken token) {
        int expression = token.start() + 2;
        out.replaced("[=" + KEEP + "(" + interpolations.size() + ",(", token.start());
        out.copied(source.text().substring(expression, token.end() - 1), expression);
        out.replaced("))]", token.end() - 1);
        interpolations.add(token);
    }

    private int firstTag() {
        return tokens.stream()
                .filter(token -> token.kind() != TemplateToken.Kind.TEXT)
                .mapToInt(TemplateToken::start)
                .findFirst()
                .orElse(0);
    }

    private List<RewrittenTemplate.Range> functions() {
        List<RewrittenTemplate.Range> ranges = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>();
        for (TemplateToken token : tokens) {
            if (!token.name().equals("function")) {
                continue;
            }
            if (token.kind() == TemplateToken.Kind.OPEN) {
                open.push(token.start());
            } else if (!open.isEmpty()) {
                ranges.add(new RewrittenTemplate.Range(open.pop(), token.end()));
            }
        }
        return ranges;
    }
}
