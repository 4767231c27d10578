package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import org.apiguardian.api.API;

/** Renders files by consul-template and puts them into the instance. Needs nothing there. */
@API(status = API.Status.INTERNAL)
public final class ConsulTemplateProvisioner implements Provisioner {

    /** Makes the provisioner. */
    public ConsulTemplateProvisioner() {}

    @Override
    public String id() {
        return "consul-template";
    }

    @Override
    public String keyVersion() {
        return "1";
    }

    @Override
    public SettingKey settings() {
        return SettingKey.of(
                        id(),
                        SettingShape.either(SettingShape.text(), SettingShape.map(SettingsModels.STEP)),
                        "[renders files](#consul-template) with values of Consul, and puts them into the instance")
                .shown("a config file of consul-template, or a map");
    }

    @Override
    public boolean servesModules() {
        return true;
    }

    @Override
    public PreparedStep prepare(ProvisionRequest request) {
        return new ConsulTemplateStep(StepReader.read(request));
    }
}
