package dev.chandler.core.manifest.yaml;

import dev.chandler.api.problem.Location;
import dev.chandler.core.manifest.source.PlacedText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.ScalarToken;
import org.yaml.snakeyaml.tokens.Token;

/** Finds where an error was made, which is not always where it was noticed: an open bracket, an open quote. */
final class YamlErrorPlace {

    private final PlacedText text;

    YamlErrorPlace(PlacedText text) {
        this.text = text;
    }

    /** A place, and whether it is a quote that was noticed only later. */
    record Found(Location place, boolean openQuote) {}

    Found of(MarkedYAMLException error) {
        String context = String.valueOf(error.getContext());
        Mark contextMark = error.getContextMark();
        boolean opened = context.contains("flow sequence")
                || context.contains("flow mapping")
                || context.contains("quoted scalar");
        if (opened && contextMark != null) {
            return found(contextMark);
        }
        Mark noticed = error.getProblemMark() == null ? contextMark : error.getProblemMark();
        if (noticed == null) {
            return new Found(text.at(0), false);
        }
        return openQuote(noticed.getIndex())
                .map(mark -> new Found(text.at(mark.getIndex()), true))
                .orElseGet(() -> found(noticed));
    }

    private Found found(Mark mark) {
        return new Found(text.at(mark.getIndex()), false);
    }

    /** A quoted scalar over several lines that ends just before the error: its own closing quote is missing. */
    private Optional<Mark> openQuote(int noticed) {
        @Nullable Mark found = null;
        try {
            ScannerImpl scanner = new ScannerImpl(new StreamReader(text.text()), YamlReader.options());
            while (!scanner.checkToken(Token.ID.StreamEnd)) {
                Token token = scanner.getToken();
                if (token.getStartMark().getIndex() > noticed) {
                    break;
                }
                if (token instanceof ScalarToken scalar && isSuspicious(scalar, noticed)) {
                    found = token.getStartMark();
                }
            }
        } catch (YAMLException e) {
            return Optional.ofNullable(found); // The scanner stops where it stopped the first time.
        }
        return Optional.ofNullable(found);
    }

    private boolean isSuspicious(ScalarToken scalar, int noticed) {
        boolean quoted = scalar.getStyle() == DumperOptions.ScalarStyle.DOUBLE_QUOTED
                || scalar.getStyle() == DumperOptions.ScalarStyle.SINGLE_QUOTED;
        Mark end = scalar.getEndMark();
        boolean severalLines = scalar.getStartMark().getLine() < end.getLine();
        return quoted && severalLines && end.getIndex() <= noticed && onOneLine(end.getIndex(), noticed);
    }

    private boolean onOneLine(int from, int to) {
        return text.text().codePoints().skip(from).limit(Math.max(0, to - from)).noneMatch(c -> c == '\n');
    }
}
