package dev.chandler.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.chandler.api.problem.PluginException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar on the class path passes the door that a stranger's passes; only its classes come from elsewhere. */
class BuiltInPluginTest {

    @TempDir
    Path folder;

    /** What the jar declares; as a built-in's, it is on the application's class path. */
    public static final class House implements Provisioner {

        @Override
        public String id() {
            return "house";
        }

        @Override
        public String keyVersion() {
            return "1";
        }

        @Override
        public PreparedStep prepare(ProvisionRequest request) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void hasItsClassesOnTheApplicationsClassPath() {
        try (PluginHost host = open(house("house"))) {
            assertThat(host.provisioner("house")).containsInstanceOf(House.class);
            assertThat(host.plugins())
                    .extracting(PluginDescriptor::kind, PluginDescriptor::state)
                    .containsExactly(tuple(PluginKind.BUILT_IN, PluginState.LOADED));
        }
    }

    @Test
    void isHeldAgainstTheApiAsAStrangersIs() {
        try (PluginHost host = open(house("house").header("Plugin-Requires", ">=7.0.0"))) {
            assertThat(host.provisionerIds()).isEmpty();
            assertThatThrownBy(() -> host.provisioner("house"))
                    .isInstanceOf(PluginException.class)
                    .hasMessageContaining("CH-PLUGIN-005");
        }
    }

    @Test
    void mustKeepWhatItsHeadersSayAsAStrangersMust() {
        try (PluginHost host = open(house("castle"))) {
            assertThatThrownBy(() -> host.provisioner("castle"))
                    .isInstanceOf(PluginException.class)
                    .hasMessageContainingAll("CH-PLUGIN-008", "[castle]", "[house]");
        }
    }

    private PluginHost open(PluginJar jar) {
        return PluginHost.open(new PluginSources(
                List.of(jar.writeTo(folder)), List.of(), folder.resolve("plugins.index"), folder.resolve("unpacked")));
    }

    private static PluginJar house(String id) {
        String name = House.class.getName();
        return PluginJar.of("house")
                .header("Chandler-Provisioners", id)
                .entry("META-INF/services/" + Provisioner.class.getName(), name.getBytes(StandardCharsets.UTF_8))
                .entry(name.replace('.', '/') + ".class", bytes(name.replace('.', '/') + ".class"));
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = BuiltInPluginTest.class.getClassLoader().getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
