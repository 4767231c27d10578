package dev.chandler.provisioner.exec;

import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;

/**
 * Puts one file into the instance that the client loads from a URL, or has; the base needs no shell and no network.
 *
 * <p>{@code sha256} says what the file has to be; it stands in the key for the content, so that nothing is loaded where
 * the step is a hit. The file becomes {@code to}, or goes into it where that ends with {@code /}; {@code owner} is 0:0 and
 * {@code mode} 0644, or that of a file of the client, where nothing else is said.
 */
public final class FetchProvisioner implements Provisioner {

    /** Makes the provisioner. */
    public FetchProvisioner() {}

    @Override
    public String id() {
        return "fetch";
    }

    @Override
    public String keyVersion() {
        return "1";
    }

    @Override
    public SettingKey settings() {
        return SettingKey.of(
                        id(),
                        SettingShape.map(SettingsModels.FETCH),
                        "[puts a file that is loaded](#fetch) into the instance")
                .shown("a map");
    }

    @Override
    public boolean servesModules() {
        return true;
    }

    @Override
    public PreparedStep prepare(ProvisionRequest request) throws InterruptedException {
        return new FetchStep(FetchSettings.read(request));
    }
}
