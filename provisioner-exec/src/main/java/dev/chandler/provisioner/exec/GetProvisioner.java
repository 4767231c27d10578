package dev.chandler.provisioner.exec;

import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import org.apiguardian.api.API;

/** Copies a file or a folder out of the instance into the project. Needs nothing in the instance, and changes nothing there. */
@API(status = API.Status.INTERNAL)
public final class GetProvisioner implements Provisioner {

    /** Makes the provisioner. */
    public GetProvisioner() {}

    @Override
    public String id() {
        return "get";
    }

    @Override
    public String keyVersion() {
        return "1";
    }

    @Override
    public SettingKey settings() {
        return SettingKey.of(
                        id(),
                        SettingShape.map(SettingsModels.GET),
                        "[copies files out of the instance](#get) into the project")
                .shown("a map");
    }

    @Override
    public PreparedStep prepare(ProvisionRequest request) {
        return GetStep.read(request.settings(), request.directory(), request.project());
    }
}
