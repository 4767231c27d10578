package dev.chandler.api.provision;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import org.apiguardian.api.API;

/**
 * One way of turning a step's settings into work in an instance.
 *
 * <p>A plugin declares it in {@code META-INF/services/dev.chandler.api.provision.Provisioner} and names its
 * {@link #id()} in the manifest header {@code Chandler-Provisioners}. Needs a public constructor without parameters that
 * does nothing. Thread-safe and without state: one object prepares all steps.
 *
 * <pre>{@code
 * public final class MotdProvisioner implements Provisioner {
 *     public String id() { return "motd"; }
 *     public String keyVersion() { return "1"; }
 *     public PreparedStep prepare(ProvisionRequest request) { return new MotdStep(request.settings().text()); }
 * }
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Provisioner {

    /**
     * The word by which a manifest names it.
     *
     * @return lower-case letters, digits and {@code -}
     */
    String id();

    /**
     * Part of every key; change it when the same settings begin to give another result.
     *
     * @return any short text
     */
    String keyVersion();

    /**
     * Describes what stands behind {@link #id()} in a step, for the JSON Schema of manifests and for people.
     *
     * <p>Where it is a map, the {@link dev.chandler.api.settings.SettingsModel} of its shape should be the one that
     * {@link #prepare} reads it by. Whoever says nothing lets an editor take anything.
     *
     * @return the key, whose name is not looked at, and what its value may be
     */
    default SettingKey settings() {
        return SettingKey.of(id(), SettingShape.any(), "the provisioner `" + id() + "`");
    }

    /**
     * Whether a step of a module, which may come from anybody, can be given to it.
     *
     * <p>What such a step reads on the client has to be inside of its {@linkplain ProvisionRequest#boundary() boundary},
     * which {@link ProvisionRequest#requireInside} looks at; it writes nothing there, and runs nothing that the module
     * names. The container is the module's to change as it likes.
     *
     * @return false where that is not so, which is what is assumed of those who say nothing
     */
    default boolean servesModules() {
        return false;
    }

    /**
     * Reads and checks a step's settings, without side effects and without an instance.
     *
     * @param request the settings and where they were written
     * @return the step, ready to be keyed and to be run
     * @throws ManifestException with all that is wrong with the settings
     * @throws InterruptedException if cancelled, which looking at many files should heed
     */
    PreparedStep prepare(ProvisionRequest request) throws InterruptedException;
}
