package @package@;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.api.settings.SettingShape;

/** Writes a text into a file of the image: {@code - @name@: TEXT}. */
public final class @Name@Provisioner implements Provisioner {

    /** Made by Chandler. */
    public @Name@Provisioner() {}

    @Override
    public String id() {
        return "@name@";
    }

    /** Another one when the same settings begin to give another result: then no step is served from what was kept. */
    @Override
    public String keyVersion() {
        return "1";
    }

    /** What editors and "chandler plugin info" know of the settings. */
    @Override
    public SettingKey settings() {
        return SettingKey.of(id(), SettingShape.text(), "writes a text into `@name@.txt`").example("hello");
    }

    /** Checks, and changes nothing: this runs in "chandler validate", too. */
    @Override
    public PreparedStep prepare(ProvisionRequest request) {
        Setting settings = request.settings();
        if (settings.kind() != Setting.Kind.TEXT) {
            throw new ManifestException(SettingReader.wrongType(settings, "text"));
        }
        if (settings.text().isBlank()) {
            throw new ManifestException(Problem.of("@NAME@-001", "@name@: without a text")
                    .at(settings.location())
                    .remedy("write one: \"@name@: hello\""));
        }
        return new @Name@Step(settings.text());
    }
}
