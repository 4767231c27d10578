package dev.chandler.core.manifest.template;

import dev.chandler.core.manifest.value.Value;
import freemarker.template.SimpleScalar;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The function {@code sh(x)}: a value as one word for a POSIX shell, a list as one word each. */
final class ShellQuote implements TemplateMethodModelEx {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,-]+");

    private final MarkedText markedText;

    ShellQuote(MarkedText markedText) {
        this.markedText = markedText;
    }

    @Override
    @SuppressWarnings("rawtypes") // FreeMarker's interface is older than type arguments.
    public Object exec(List arguments) throws TemplateModelException {
        if (arguments.size() != 1) {
            throw new TemplateModelException("sh(…) takes one value, not " + arguments.size());
        }
        TemplateModel model = (TemplateModel) arguments.get(0);
        if (model == null) {
            throw new TemplateModelException("sh(…) was given something undefined");
        }
        return new SimpleScalar(words(new ModelValues(markedText).read(model)));
    }

    private static String words(Value value) throws TemplateModelException {
        if (value instanceof Value.Items items) {
            List<String> words = new ArrayList<>();
            for (Value item : items.items()) {
                words.add(word(item));
            }
            return String.join(" ", words);
        }
        return word(value);
    }

    private static String word(Value value) throws TemplateModelException {
        String text = value.asText()
                .orElseThrow(() ->
                        new TemplateModelException("sh(…) takes text or a list of texts, not " + value.typeName()));
        return quote(text);
    }

    /** Quotes text so that a POSIX shell reads it as that one word. */
    static String quote(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
