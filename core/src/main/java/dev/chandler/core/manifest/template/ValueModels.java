package dev.chandler.core.manifest.template;

import dev.chandler.core.manifest.value.Value;
import freemarker.template.SimpleCollection;
import freemarker.template.SimpleNumber;
import freemarker.template.SimpleScalar;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateHashModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateSequenceModel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as FreeMarker is given them. */
final class ValueModels {

    private ValueModels() {}

    static TemplateModel of(Value value) {
        if (value instanceof Value.Text text) {
            return new SimpleScalar(text.text());
        }
        if (value instanceof Value.Num num) {
            return new SimpleNumber(num.number());
        }
        if (value instanceof Value.Flag flag) {
            return flag.flag() ? TemplateBooleanModel.TRUE : TemplateBooleanModel.FALSE;
        }
        if (value instanceof Value.Items items) {
            return new Sequence(items.items());
        }
        if (value instanceof Value.Fields fields) {
            return new Hash(fields.fields());
        }
        return new UnknownModel(value);
    }

    private record Sequence(List<Value> items) implements TemplateSequenceModel {

        @Override
        public @Nullable TemplateModel get(int index) {
            return index >= 0 && index < items.size() ? of(items.get(index)) : null;
        }

        @Override
        public int size() {
            return items.size();
        }
    }

    private record Hash(Map<String, Value> fields) implements TemplateHashModelEx {

        @Override
        public @Nullable TemplateModel get(String key) {
            Value value = fields.get(key);
            return value == null ? null : of(value);
        }

        @Override
        public int size() {
            return fields.size();
        }

        @Override
        public boolean isEmpty() {
            return fields.isEmpty();
        }

        @Override
        public TemplateCollectionModel keys() {
            return new SimpleCollection(
                    fields.keySet().stream().map(SimpleScalar::new).toList(), Sandbox.WRAPPER);
        }

        @Override
        public TemplateCollectionModel values() {
            return new SimpleCollection(
                    fields.values().stream().map(ValueModels::of).toList(), Sandbox.WRAPPER);
        }
    }
}
