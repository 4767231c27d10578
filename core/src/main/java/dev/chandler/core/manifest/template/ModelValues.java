package dev.chandler.core.manifest.template;

import dev.chandler.core.manifest.value.Value;
import freemarker.core.TemplateMarkupOutputModel;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateHashModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateModelIterator;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.TemplateSequenceModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads back what an expression of a template gave. */
final class ModelValues {

    private static final int LIMIT_ITEMS = 100_000;

    private static final int LIMIT_DEPTH = 50;

    private final MarkedText markedText;
    private int items;
    private int depth;

    ModelValues(MarkedText markedText) {
        this.markedText = markedText;
    }

    /**
     * Reads a model.
     *
     * @throws TemplateModelException if it is nothing that a manifest can hold
     * @throws Postponed if some of it is not known
     */
    Value read(@Nullable TemplateModel model) throws TemplateModelException {
        if (++items > LIMIT_ITEMS) {
            throw new LimitExceeded("a list has more than " + LIMIT_ITEMS + " items");
        }
        if (model == null) {
            throw new TemplateModelException("a list or map holds nothing at one of its places");
        }
        if (model instanceof UnknownModel unknown) {
            throw new Postponed(unknown.value());
        }
        if (model instanceof TemplateMarkupOutputModel<?> output) {
            return counted(markedText.plain(output));
        }
        if (model instanceof TemplateScalarModel scalar) {
            return counted(markedText.plain(nonNull(scalar.getAsString())));
        }
        if (model instanceof TemplateNumberModel number) {
            return new Value.Num(decimal(number.getAsNumber()));
        }
        if (model instanceof TemplateBooleanModel flag) {
            return new Value.Flag(flag.getAsBoolean());
        }
        if (++depth > LIMIT_DEPTH) {
            throw new LimitExceeded("a value nests more than " + LIMIT_DEPTH + " levels");
        }
        Value structure = readStructure(model);
        depth--;
        return structure;
    }

    private Value counted(Value text) {
        markedText.room().take(text.asText().orElse("").length());
        return text;
    }

    private Value readStructure(TemplateModel model) throws TemplateModelException {
        if (model instanceof TemplateSequenceModel sequence) {
            List<Value> values = new ArrayList<>();
            for (int i = 0; i < sequence.size(); i++) {
                values.add(read(sequence.get(i)));
            }
            return new Value.Items(values);
        }
        if (model instanceof TemplateHashModelEx hash) {
            return readHash(hash);
        }
        if (model instanceof TemplateCollectionModel collection) {
            List<Value> values = new ArrayList<>();
            TemplateModelIterator iterator = collection.iterator();
            while (iterator.hasNext()) {
                values.add(read(iterator.next()));
            }
            return new Value.Items(values);
        }
        throw new TemplateModelException("expected text, a number, a boolean, a list or a map; for a date use"
                + " ?string(\"…\"), for a function call it");
    }

    private Value readHash(TemplateHashModelEx hash) throws TemplateModelException {
        Map<String, Value> fields = new LinkedHashMap<>();
        TemplateModelIterator keys = hash.keys().iterator();
        while (keys.hasNext()) {
            if (!(keys.next() instanceof TemplateScalarModel key)) {
                throw new TemplateModelException("a map has a key that is no text");
            }
            String name = nonNull(key.getAsString());
            fields.put(name, read(hash.get(name)));
        }
        return new Value.Fields(fields);
    }

    private static String nonNull(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static BigDecimal decimal(Number number) throws TemplateModelException {
        try {
            return number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
        } catch (NumberFormatException e) {
            throw new TemplateModelException("the number is " + number, e);
        }
    }
}
