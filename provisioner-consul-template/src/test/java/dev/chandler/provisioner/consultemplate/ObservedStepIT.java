package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.Setting;
import dev.chandler.testkit.ProvisionerContract;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** The contract with a file that the real consul-template renders, of values that the real Consul has. */
class ObservedStepIT extends ProvisionerContract {

    private final RealTools tools = new RealTools();

    @Override
    protected Provisioner provisioner() {
        return new ConsulTemplateProvisioner();
    }

    @Override
    protected Map<String, String> clientEnvironment() {
        return RealTools.environment();
    }

    @Override
    protected void prepareFiles(Path directory) throws IOException {
        tools.key("port", "8080");
        tools.key("hosts/a", "10.0.0.1");
        Files.writeString(directory.resolve("motd"), "welcome\n");
    }

    @AfterEach
    void removeKeys() throws IOException {
        tools.close();
    }

    @Override
    protected Setting settings() {
        return settings("{{ key \"P/port\" }} {{ range tree \"P/hosts\" }}{{ .Key }}={{ .Value }}{{ end }}"
                + " {{ keyOrDefault \"P/none\" \"none\" }} {{ file \"motd\" }}");
    }

    private Setting settings(String template) {
        return Settings.map(
                "templates",
                List.of(Map.of("contents", template.replace("P/", tools.prefix), "destination", "/etc/app.conf")));
    }

    @Override
    protected Map<String, Change> changes() {
        return Map.of("the template", (directory, settings) -> settings("{{ key \"P/port\" }}"));
    }

    @Override
    protected void changeWhatIsObserved(Path directory) throws IOException {
        tools.key("port", "8081");
    }

    @Override
    protected List<String> results() {
        return List.of("/etc/app.conf");
    }
}
