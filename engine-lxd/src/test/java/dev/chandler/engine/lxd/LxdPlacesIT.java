package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.EngineException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Projects, profiles and pools that are not there, or have no room; on an LXD that nobody else uses. */
class LxdPlacesIT {

    private static final String PROJECT = "chandler-places-it";

    private final Map<String, String> environment = new HashMap<>(Map.of("CHANDLER_LXD_PROJECT", PROJECT));

    @BeforeEach
    void makeAProject() {
        removeTheProject();
        FrailLxd.lxc("project", "create", PROJECT, "-c", "features.images=false");
        FrailLxd.lxc(
                "profile", "device", "add", "default", "root", "disk", "path=/", "pool=default", "--project", PROJECT);
    }

    @AfterEach
    void removeTheProject() {
        if (FrailLxd.lxc("project", "list", "-f", "csv").contains(PROJECT)) {
            assertThat(FrailLxd.lxc("list", "-f", "csv", "--project", PROJECT)).isEmpty();
            FrailLxd.lxc("project", "delete", PROJECT);
        }
    }

    /** Makes an instance, and takes it away again. */
    private void makeOne() throws InterruptedException {
        try (Engine engine = FrailLxd.connect(environment)) {
            engine.create(spec(engine)).close();
        }
    }

    private static InstanceSpec spec(Engine engine) throws InterruptedException {
        return new InstanceSpec(engine.resolve(new BaseReference.Image(FrailLxd.BASE)), Optional.empty(), true);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String code) {
        return assertThatThrownBy(this::makeOne)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(code);
    }

    private static void limit(String limit) {
        FrailLxd.lxc("project", "set", PROJECT, limit);
    }

    private static void rootSize(String size) {
        FrailLxd.lxc("profile", "device", "set", "default", "root", "size=" + size, "--project", PROJECT);
    }

    @Test
    void whereAllIsThereInstancesAreMade() throws Exception {
        makeOne();
    }

    @Test
    void aProjectThatIsNotThereIsNamed() {
        environment.put("CHANDLER_LXD_PROJECT", "none");

        assertRefused("CH-ENGINE-091")
                .hasMessageContaining("\"none\"")
                .hasMessageContaining(FrailLxd.socket().address())
                .hasMessageContaining("lxc project list");
    }

    @Test
    void aPoolThatIsNotThereIsNamed() {
        environment.put("CHANDLER_LXD_POOL", "none");

        assertRefused("CH-ENGINE-091").hasMessageContaining("\"none\"").hasMessageContaining("lxc storage list");
    }

    @Test
    void aProfileThatIsNotThereIsNamed() {
        environment.put("CHANDLER_LXD_PROFILE", "none");

        assertRefused("CH-ENGINE-091").hasMessageContaining("\"none\"").hasMessageContaining("lxc profile list");
    }

    @Test
    void aProfileWithoutARootDiskIsNamedWithTheWaysOut() {
        FrailLxd.lxc("profile", "device", "remove", "default", "root", "--project", PROJECT);

        assertRefused("CH-ENGINE-091")
                .hasMessageContaining("the profile \"default\" has no root disk")
                .hasMessageContaining("CHANDLER_LXD_POOL");
    }

    @Test
    void aPoolThatIsGivenMakesUpForAProfileWithoutARootDisk() throws Exception {
        FrailLxd.lxc("profile", "device", "remove", "default", "root", "--project", PROJECT);
        environment.put("CHANDLER_LXD_POOL", "default");

        makeOne();
    }

    @Test
    void aLimitOfInstancesThatIsReachedIsSaidWithWhatToDo() {
        limit("limits.instances=0");

        assertRefused("CH-ENGINE-092")
                .hasMessageContaining("maximum number of instances in project \"" + PROJECT + "\"")
                .hasMessageContaining("chandler cache prune");
    }

    @Test
    void aLimitOfDisksThatIsReachedIsSaidWithWhatToDo() {
        rootSize("20MiB");
        limit("limits.disk=10MiB");

        assertRefused("CH-ENGINE-092").hasMessageContaining("limits.disk").hasMessageContaining("lxc project show");
    }

    @Test
    void theSizeOfTheProfilesRootDiskIsThatOfInstances() throws Exception {
        rootSize("20MiB");
        limit("limits.disk=30MiB");

        makeOne();
    }

    @Test
    void aPoolWithoutRoomIsSaidInLxdsWords() {
        FrailLxd.harm("fill");
        try {
            assertRefused("CH-ENGINE-017")
                    .hasMessageContaining("no space left on device")
                    .hasMessageContaining("free disk space");
        } finally {
            FrailLxd.harm("free");
        }
    }
}
