package dev.chandler.core.manifest.yaml;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.SourceFile;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads one YAML document as raw text, refusing what could surprise or exhaust us. */
public final class YamlReader {

    private static final int LIMIT_DEPTH = 50;
    private static final int LIMIT_ALIASES = 50;
    private static final int LIMIT_CODE_POINTS = 20 << 20;

    private final SourceFile file;
    private final PlacedText text;
    private final UnaryOperator<String> shown;
    private final Consumer<Problem> problems;

    /**
     * Makes a reader.
     *
     * @param file the file that the text is of
     * @param text the document
     * @param shown makes text of the document fit to be shown
     * @param problems takes what is wrong with it
     */
    public YamlReader(SourceFile file, PlacedText text, UnaryOperator<String> shown, Consumer<Problem> problems) {
        this.file = file;
        this.text = text;
        this.shown = shown;
        this.problems = problems;
    }

    static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(LIMIT_DEPTH);
        options.setMaxAliasesForCollections(LIMIT_ALIASES);
        options.setCodePointLimit(LIMIT_CODE_POINTS);
        // Nothing is made from a tag here; which are refused, and where, is found in the tree.
        options.setTagInspector(tag -> true);
        return options;
    }

    /**
     * Reads the document.
     *
     * @return its root; empty where there is none: the document is empty, or cannot be read, which was reported
     */
    public Optional<Tree> read() {
        try {
            LoaderOptions options = options();
            ParserImpl parser = new ParserImpl(new StreamReader(text.text()), options);
            Node root = new Composer(parser, new Resolver(), options).getSingleNode();
            return root == null ? Optional.empty() : new TreeBuilder(file, text, shown, problems).build(root);
        } catch (MarkedYAMLException e) {
            problems.accept(syntax(e));
        } catch (ReaderException e) {
            problems.accept(Problem.of("CH-MANIFEST-006", "this character cannot stand in YAML")
                    .at(text.at(e.getPosition()))
                    .because(String.format("it is U+%04X", e.getCodePoint()))
                    .remedy("write it in double quotes, as an escape such as \"\\x07\""));
        } catch (YAMLException e) {
            problems.accept(refused(String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    private Problem syntax(MarkedYAMLException e) {
        String why = shown.apply(String.valueOf(e.getProblem()).strip());
        Problem refusal = YamlWords.refusal(why);
        YamlErrorPlace.Found found = new YamlErrorPlace(text).of(e);
        if (refusal != null) {
            return refusal.at(found.place());
        }
        String context = e.getContext() == null ? "" : shown.apply(e.getContext());
        Problem problem = found.openQuote() ? YamlWords.openQuote() : YamlWords.syntax(context, why);
        return problem.at(found.place());
    }

    private Problem refused(String why) {
        Problem refusal = YamlWords.refusal(why);
        Problem problem = refusal == null ? YamlWords.syntax(null, why) : refusal;
        return problem.at(text.at(refusal == null ? 0 : tooDeep()));
    }

    /** Where the document goes beyond the depth allowed, which SnakeYAML does not say. */
    private int tooDeep() {
        LoaderOptions options = options();
        options.setNestingDepthLimit(Integer.MAX_VALUE);
        try {
            ParserImpl parser = new ParserImpl(new StreamReader(text.text()), options);
            int depth = 0;
            while (!parser.checkEvent(Event.ID.StreamEnd)) {
                Event event = parser.getEvent();
                depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
                if (depth > LIMIT_DEPTH) {
                    return event.getStartMark().getIndex();
                }
            }
        } catch (YAMLException e) {
            return 0; // It never got as far the first time.
        }
        return 0;
    }
}
