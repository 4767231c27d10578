package dev.chandler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.lock.ProjectLock;
import dev.chandler.core.manifest.source.SourceText;
import dev.chandler.core.module.FetchedModule;
import dev.chandler.core.module.ModuleDescription;
import dev.chandler.core.module.ModuleFolder;
import dev.chandler.core.module.ModuleGraph;
import dev.chandler.core.module.ModuleReference;
import dev.chandler.core.module.ModuleSource;
import dev.chandler.core.module.ModuleUse;
import dev.chandler.core.module.ResolveOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link ProjectModules}. */
class ProjectModulesTest {

    private static final LockedModule NGINX =
            new LockedModule("nginx", "1.0.0", Digest.of("nginx 1.0.0"), "127.0.0.1:5000/nginx");
    private static final LockedModule UNUSED =
            new LockedModule("unused", "1.0.0", Digest.of("unused"), "127.0.0.1:5000/unused");

    private final List<String> versions = new ArrayList<>(List.of("1.0.0"));

    private final List<String> notices = new ArrayList<>();

    @TempDir
    Path folder;

    @Test
    void whatTheLockDoesNotHaveIsAddedAndNothingIsRemoved() throws InterruptedException {
        Lockfile.empty().withModules(List.of(UNUSED)).write(folder);

        modules().obeying(ResolveOptions.DEFAULT, notices::add).resolve(uses());

        assertThat(locked()).containsExactly(NGINX, UNUSED);
    }

    @Test
    void aLockedVersionDoesNotMove() throws InterruptedException {
        modules().obeying(ResolveOptions.DEFAULT, notices::add).resolve(uses());
        versions.add("1.1.0");

        modules().obeying(ResolveOptions.DEFAULT, notices::add).resolve(uses());

        assertThat(locked()).containsExactly(NGINX);
    }

    @Test
    void withLockedNothingIsWritten() {
        assertThatThrownBy(() -> modules()
                        .obeying(new ResolveOptions(true, false, name -> false), notices::add)
                        .resolve(uses()))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-LOCK-007");

        assertThat(folder.resolve("chandler.lock")).doesNotExist();
    }

    @Test
    void whatIsOnlyNotedIsNotWritten() throws InterruptedException {
        List<LockedModule> noted = new ArrayList<>();

        modules()
                .noting(ResolveOptions.DEFAULT, graph -> noted.addAll(graph.pins()))
                .resolve(uses());

        assertThat(noted).containsExactly(NGINX);
        assertThat(locked()).isEmpty();
    }

    @Test
    void whereTheLockCannotBeWrittenThatIsSaidAndTheModulesAreThere() throws InterruptedException, IOException {
        Path noFolder = Files.writeString(folder.resolve("file"), "");
        ProjectLock lock = new ProjectLock(folder, folder, noFolder.resolve("guards"));

        ModuleGraph graph = (ModuleGraph)
                modules(lock).obeying(ResolveOptions.DEFAULT, notices::add).resolve(uses());

        assertThat(graph.pins()).containsExactly(NGINX);
        assertThat(notices)
                .containsExactly(
                        "\"nginx\" 1.0.0 is not pinned: cannot write \"" + folder.resolve("chandler.lock") + "\"");
    }

    private ProjectModules modules() {
        return modules(new ProjectLock(folder, folder, folder.resolve("guards")));
    }

    private ProjectModules modules(ProjectLock lock) {
        return new ProjectModules(
                folder, folder, Optional.empty(), lock, (reference, place) -> new Nginx(versions, reference));
    }

    private List<ModuleUse> uses() {
        return List.of(new ModuleUse("127.0.0.1:5000/nginx@^1", folder, new Location("chandler.yml", 3, 9)));
    }

    private List<LockedModule> locked() {
        return Lockfile.read(folder, folder).modules();
    }

    private record Nginx(List<String> all, ModuleReference reference) implements ModuleSource {

        @Override
        public String place() {
            return ((ModuleReference.Registry) reference).repository();
        }

        @Override
        public boolean inPlace() {
            return false;
        }

        @Override
        public boolean has(LockedModule locked) {
            return locked.source().equals(place());
        }

        @Override
        public Optional<List<String>> versions() {
            return Optional.of(all);
        }

        @Override
        public ModuleDescription description(String version) {
            return new ModuleDescription(
                    "nginx",
                    version,
                    "",
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of(),
                    Optional.empty(),
                    new SourceText("module.yml", ""));
        }

        @Override
        public FetchedModule fetch(String version, Optional<LockedModule> pinned) {
            return new FetchedModule(
                    Optional.of(Digest.of("nginx " + version)),
                    new ModuleFolder(description(version), Path.of("/cache"), "nginx@" + version));
        }

        @Override
        public String recorded(String version) {
            return place();
        }
    }
}
