package dev.chandler.provisioner.exec;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;

/**
 * Puts files of the client into the instance, by nothing but the communicator: the base needs no shell for it.
 *
 * <p>{@code from} is a file or a folder anywhere on the client, relative to the manifest's folder. A folder's content is
 * put into {@code to}; a file becomes {@code to}, or goes into it where that ends with {@code /}. A relative {@code to}
 * is below the step's working directory. {@code owner} is 0:0 where nothing else is said; {@code mode} holds for files,
 * and for folders with search permission added. What {@code exclude} or the ignore file names is left out: the
 * {@code .chandlerignore}, else {@code .dockerignore}, of the folder that is copied, else of the manifest's folder.
 *
 * <p>With {@code from-build} the files are those of the image that another build of the project makes: their owners, modes,
 * links and times are kept, but for what {@code owner} and {@code mode} say.
 */
public final class CopyProvisioner implements Provisioner {

    /** Makes the provisioner. */
    public CopyProvisioner() {}

    @Override
    public String id() {
        return "copy";
    }

    @Override
    public String keyVersion() {
        return "1";
    }

    @Override
    public SettingKey settings() {
        return SettingKey.of(
                        id(),
                        SettingShape.map(SettingsModels.COPY),
                        "[puts files of the client](#copy), or of another build, into the instance")
                .shown("a map");
    }

    @Override
    public boolean servesModules() {
        return true;
    }

    @Override
    public PreparedStep prepare(ProvisionRequest request) throws InterruptedException {
        CopySettings settings = CopySettings.read(request.settings());
        if (settings.fromBuild().isPresent() && settings.fromBuild().get().kind() != Setting.Kind.TEXT) {
            // What the client has under that name is not what is meant.
            throw new ManifestException(settings.problems());
        }
        if (settings.fromBuild().isPresent()) {
            return BuildCopyStep.of(settings, settings.fromBuild().get(), request);
        }
        return new CopyStep(settings, CopySource.scan(settings, request), request.notes());
    }
}
