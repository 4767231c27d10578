package dev.chandler.provisioner.exec;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;

/** Runs text by the step's shell; plain text in a manifest and {@code run:} arrive here. */
public final class ExecProvisioner implements Provisioner {

    /** Makes the provisioner. */
    public ExecProvisioner() {}

    @Override
    public String id() {
        return "exec";
    }

    @Override
    public String keyVersion() {
        return "1";
    }

    @Override
    public PreparedStep prepare(ProvisionRequest request) {
        Setting settings = request.settings();
        if (settings.kind() != Setting.Kind.TEXT) {
            throw new ManifestException(SettingReader.wrongType(settings, "a command")
                    .remedy("write it as text, several lines after \"|\""));
        }
        if (settings.text().isBlank()) {
            throw new ManifestException(
                    Problem.of("CH-MANIFEST-012", "empty command").at(settings.location()));
        }
        return new ExecStep(settings.text(), request.shell());
    }
}
