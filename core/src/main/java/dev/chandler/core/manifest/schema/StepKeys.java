package dev.chandler.core.manifest.schema;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.core.manifest.model.StepModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The keys of a step, with the provisioners that there are. */
public final class StepKeys {

    private StepKeys() {}

    /**
     * What a step may have, whoever provisions it, after what it can be provisioned by.
     *
     * @param provisioners what stands behind the id of each provisioner
     * @return the keys
     */
    public static List<SettingKey> of(Map<String, SettingKey> provisioners) {
        List<SettingKey> keys = new ArrayList<>();
        forms(provisioners).forEach(form -> keys.add(form(form, provisioners)));
        keys.addAll(StepModel.COMMON);
        return keys;
    }

    /** The words that say by whom a step is provisioned. */
    static List<String> forms(Map<String, SettingKey> provisioners) {
        List<String> forms = new ArrayList<>();
        if (provisioners.containsKey(StepModel.EXEC)) {
            forms.add(StepModel.RUN);
            forms.add(StepModel.EXEC);
        }
        provisioners.keySet().stream().filter(id -> !id.equals(StepModel.EXEC)).forEach(forms::add);
        return forms;
    }

    private static SettingKey form(String form, Map<String, SettingKey> provisioners) {
        SettingKey settings = provisioners.get(form.equals(StepModel.RUN) ? StepModel.EXEC : form);
        if (settings == null) {
            throw new IllegalArgumentException(form);
        }
        SettingKey key = SettingKey.of(form, settings.shape(), settings.description());
        return settings.shown().map(key::shown).orElse(key);
    }
}
