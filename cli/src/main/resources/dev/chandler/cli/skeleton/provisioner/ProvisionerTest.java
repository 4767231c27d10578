package @package@;

import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.Setting;
import dev.chandler.testkit.ProvisionerContract;
import dev.chandler.testkit.Settings;
import java.util.List;
import java.util.Map;

/** What every provisioner has to do, tried on an engine in memory. */
class @Name@ProvisionerTest extends ProvisionerContract {

    @Override
    protected Provisioner provisioner() {
        return new @Name@Provisioner();
    }

    @Override
    protected Setting settings() {
        return Settings.text("hello");
    }

    /** All that must give a step another key. */
    @Override
    protected Map<String, Change> changes() {
        return Map.of("the text", (directory, settings) -> Settings.text("good bye"));
    }

    /** All that must be refused before anything starts. */
    @Override
    protected List<Setting> wrongSettings() {
        return List.of(Settings.text(" "), Settings.list("a", "b"), Settings.map("text", "hello"));
    }
}
