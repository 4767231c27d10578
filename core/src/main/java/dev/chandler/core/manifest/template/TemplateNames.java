package dev.chandler.core.manifest.template;

import dev.chandler.core.manifest.value.Value;
import freemarker.template.SimpleHash;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a template may name. */
final class TemplateNames extends SimpleHash {

    private static final long serialVersionUID = 1L;

    private final boolean complete;

    /**
     * Makes names.
     *
     * @param data by name
     * @param complete whether these are all that the manifest declares
     */
    TemplateNames(Map<String, TemplateModel> data, boolean complete) {
        super(data, Sandbox.WRAPPER);
        this.complete = complete;
    }

    @Override
    public @Nullable TemplateModel get(String key) throws TemplateModelException {
        TemplateModel model = super.get(key);
        if (key.equals("it") && model instanceof UnknownModel unknown) {
            // Not even whether there is an item can be told: a default must wait for the answer, too.
            throw new Postponed(unknown.value());
        }
        return model == null && !complete ? new UnknownModel(new Value.Failed()) : model;
    }
}
