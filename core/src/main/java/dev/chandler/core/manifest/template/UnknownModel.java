package dev.chandler.core.manifest.template;

import dev.chandler.core.manifest.value.Value;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateCollectionModel;
import freemarker.template.TemplateHashModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import freemarker.template.TemplateSequenceModel;

/** A variable whose value is not known: it can be handed on, but any use of it is an error of our own. */
final class UnknownModel
        implements TemplateScalarModel,
                TemplateNumberModel,
                TemplateBooleanModel,
                TemplateSequenceModel,
                TemplateHashModelEx {

    private final Value value;

    /** Stands for {@link Value.Deferred} or {@link Value.Failed}. */
    UnknownModel(Value value) {
        this.value = value;
    }

    Value value() {
        return value;
    }

    @Override
    public String getAsString() throws Postponed {
        throw new Postponed(value);
    }

    @Override
    public Number getAsNumber() throws Postponed {
        throw new Postponed(value);
    }

    @Override
    public boolean getAsBoolean() throws Postponed {
        throw new Postponed(value);
    }

    @Override
    public TemplateModel get(int index) throws Postponed {
        throw new Postponed(value);
    }

    @Override
    public TemplateModel get(String key) throws Postponed {
        throw new Postponed(value);
    }

    @Override
    public int size() throws Postponed {
        throw new Postponed(value);
    }

    @Override
    public boolean isEmpty() throws Postponed {
        throw new Postponed(value);
    }

    @Override
    public TemplateCollectionModel keys() throws Postponed {
        throw new Postponed(value);
    }

    @Override
    public TemplateCollectionModel values() throws Postponed {
        throw new Postponed(value);
    }
}
