package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.testkit.FakeContext;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeRequest;
import dev.chandler.testkit.Settings;
import dev.chandler.testkit.TarFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlacementTest {

    private final FakeEngine engine = new FakeEngine();
    private Instance instance;

    @BeforeEach
    void create() throws InterruptedException {
        instance = engine.create(
                new InstanceSpec(engine.resolve(new BaseReference.Image("busybox")), Optional.empty(), false));
        instance.put(
                "/etc",
                new TarFiles()
                                .file("passwd", 0644, 0, "root:x:0:0::/:\napp:x:1001:1002::/:\n")
                                .file("group", 0644, 0, "root:x:0:\nstaff:x:50:\n")
                                .file("there", 0640, 7, "old\n")
                                .stream());
    }

    @AfterEach
    void close() throws InterruptedException {
        instance.close();
        engine.close();
    }

    private void place(String... more) throws InterruptedException {
        Map<String, String> template = new HashMap<>(Map.of("contents", "new\n", "destination", "/etc/there"));
        for (int i = 0; i < more.length; i += 2) {
            template.put(more[i], more[i + 1]);
        }
        new ConsulTemplateProvisioner()
                .prepare(new FakeRequest(Settings.map("templates", List.of(template)), Path.of("/")))
                .run(new FakeContext(instance));
    }

    private TarFiles.Entry entry(String name) throws InterruptedException {
        return TarFiles.read(instance.get("/etc/" + name).orElseThrow()).get(name);
    }

    @Test
    void aFileThatIsThereKeepsItsModeAndOwner() throws InterruptedException {
        place();

        assertThat(entry("there")).extracting("text", "mode", "uid", "gid").containsExactly("new\n", 0640, 7L, 7L);
        assertThat(instance.get("/etc/there.bak")).isEmpty();
    }

    @Test
    void whatIsGivenCountsMore() throws InterruptedException {
        place("perms", "0600", "user", "app", "group", "staff");

        assertThat(entry("there")).extracting("mode", "uid", "gid").containsExactly(0600, 1001L, 50L);
    }

    @Test
    void aBackupIsTheOldFile() throws InterruptedException {
        place("backup", "true");

        assertThat(entry("there.bak")).extracting("text", "mode", "uid").containsExactly("old\n", 0640, 7L);
    }

    @Test
    void whatDoesNotChangeHasNoBackup() throws InterruptedException {
        place("backup", "true", "contents", "old\n");

        assertThat(instance.get("/etc/there.bak")).isEmpty();
    }

    @Test
    void aUserThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> place("user", "nobody-there"))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        e -> assertThat(e.problems()).extracting(Problem::code).containsExactly("CH-CONSUL-015"));
    }
}
