package dev.chandler.plugin.ansible;

import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;

/** Runs a playbook against the instance. */
public final class AnsibleProvisioner implements Provisioner {

    /** Made by the plugin's loader. */
    public AnsibleProvisioner() {}

    @Override
    public String id() {
        return "ansible";
    }

    @Override
    public String keyVersion() {
        return "1";
    }

    @Override
    public SettingKey settings() {
        return SettingKey.of(
                        id(),
                        SettingShape.either(SettingShape.text(), SettingShape.map(SettingsReader.MODEL)),
                        "a playbook of Ansible, run by the client's ansible-playbook against the instance")
                .example("site.yml");
    }

    @Override
    public PreparedStep prepare(ProvisionRequest request) throws InterruptedException {
        return new AnsibleStep(new SettingsReader(request).read());
    }
}
