package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.problem.EngineException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an engine has to do with files that are put into an instance, and taken out. */
abstract class FileContract extends EndContract {

    private int ownerGot(int owner) {
        return engine().capabilities().contains(Capability.GET_OWNERS) ? owner : 0;
    }

    private static InputStream got(Instance instance, String path) throws InterruptedException {
        return instance.get(path).orElseThrow();
    }

    @Test
    void putsFilesWithOwnersAndModesIntoDirectoriesThatAreNotThere() throws Exception {
        Instance instance = start();
        String longName = "n".repeat(90) + "/" + "m".repeat(150);
        instance.put(
                "/made/up/here",
                new TarFiles()
                                .file("a", 0640, 1234, "content")
                                .file("tool", 04755, 0, "#!/bin/sh\n")
                                .directory("d", 01777, 33)
                                .link("l", "a")
                                .hardLink("h", "a", 0640, 1234)
                                .file("ünïcode " + longName, 0600, 3_000_000, "x")
                                .stream());

        assertThat(sh(instance, "stat -c '%a %u %g %n' /made /made/up /made/up/here"))
                .isEqualTo("755 0 0 /made\n755 0 0 /made/up\n755 0 0 /made/up/here");
        // How many links a directory has is the file system's affair.
        assertThat(sh(instance, "cd /made/up/here; stat -c '%a %u %g %h %n' a tool; stat -c '%a %u %g %n' d"))
                .isEqualTo("640 1234 1234 2 a\n4755 0 0 1 tool\n1777 33 33 d");
        assertThat(sh(instance, "cd /made/up/here; cat a h l; readlink l")).isEqualTo("contentcontentcontenta");
        assertThat(sh(instance, "cd /made/up/here; stat -c '%a %u' 'ünïcode " + longName + "'"))
                .isEqualTo("600 3000000");
    }

    @Test
    void replacesFilesAndKeepsDirectoriesThatAreThere() throws Exception {
        Instance instance = start();
        sh(
                instance,
                "mkdir -p /there/sub; chmod 1777 /there; chown 7:7 /there/sub; echo old >/there/sub/f; echo >/there/g");
        instance.put(
                "/there",
                new TarFiles()
                                .directory(".", 0700, 5)
                                .directory("sub", 0700, 5)
                                .file("sub/f", 0644, 0, "new")
                                .directory("sub/fresh", 0700, 5)
                                .stream());

        assertThat(sh(instance, "cd /there; cat sub/f; stat -c ' %a %u' . sub sub/fresh"))
                .isEqualTo("new 1777 0\n 755 7\n 700 5");
        assertThat(sh(instance, "ls /there")).isEqualTo("g\nsub");
    }

    @Test
    void getsWhatWasPut() throws Exception {
        Instance instance = start();
        instance.put("/g", new TarFiles().file("a", 0640, 12, "content").link("l", "a").stream());

        int owner = ownerGot(12);
        assertThat(TarFiles.read(got(instance, "/g/a")))
                .containsExactly(Map.entry("a", new TarFiles.Entry(0640, owner, owner, false, "", "content")));
        assertThat(TarFiles.read(got(instance, "/g/l")))
                .hasEntrySatisfying("l", entry -> assertThat(entry.link()).isEqualTo("a"));
        assertThat(TarFiles.read(got(instance, "/g"))).containsOnlyKeys("g", "g/a", "g/l");
    }

    @Test
    void gettingWhatIsNotThereIsNoProblemButAnInstanceThatIsGoneIsOne() throws Exception {
        Instance instance = start();
        assertThat(instance.get("/no/such/file")).isEmpty();

        for (Resource resource : engine().resources()) {
            if (resource.name().equals(instance.name())) {
                engine().remove(resource);
            }
        }
        assertThatThrownBy(() -> instance.get("/etc/passwd")).isInstanceOf(EngineException.class);
    }

    @Test
    void puttingBelowAFileIsAProblem() throws Exception {
        Instance instance = start();

        assertThatThrownBy(() -> instance.put("/etc/passwd/x", new TarFiles().file("a", 0644, 0, "").stream()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("/etc/passwd");
    }

    @Test
    void filesCanBePutWhereNoCommandCanRun() throws Exception {
        BaseReference reference = new BaseReference.Scratch();
        GapProven.unless(engine(), Set.of(reference.needs()), () -> engine().resolve(reference));
        Base scratch = imported(reference);
        Instance instance = start(new InstanceSpec(scratch, Optional.empty(), false));
        instance.put("/opt/app", new TarFiles().file("a", 0644, 5, "A").stream());
        Snapshot first = instance.snapshot(Optional.of(freshKey()));
        instance.close();
        Instance next = start(new InstanceSpec(scratch, Optional.of(first), false));
        next.put("/", new TarFiles().file("b", 0600, 0, "B").stream());

        int owner = ownerGot(5);
        assertThat(TarFiles.read(got(next, "/opt/app/a")))
                .containsExactly(Map.entry("a", new TarFiles.Entry(0644, owner, owner, false, "", "A")));
        assertThat(TarFiles.read(got(next, "/b")))
                .hasEntrySatisfying("b", entry -> assertThat(entry.text()).isEqualTo("B"));
    }
}
