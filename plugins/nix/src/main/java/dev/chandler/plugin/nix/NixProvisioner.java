package dev.chandler.plugin.nix;

import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;

/** Puts what Nix builds into an instance. */
public final class NixProvisioner implements Provisioner {

    /** Made by the plugin's loader. */
    public NixProvisioner() {}

    @Override
    public String id() {
        return "nix";
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
                        "what the client's Nix builds, put into the image's `/nix/store` with all that it refers to")
                .example("default.nix");
    }

    @Override
    public PreparedStep prepare(ProvisionRequest request) {
        return new NixStep(new SettingsReader(request).read());
    }
}
