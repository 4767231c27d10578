package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DockerRemovalTest {

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    private String answer(String request) {
        asked.add(request.replaceFirst("(?s) HTTP.*", ""));
        boolean busy = asked.size() < 4;
        return busy
                ? DaemonDouble.answer(409, "{\"message\":\"removal of container c is already in progress\"}")
                : DaemonDouble.answer(404, "{\"message\":\"No such container: c\"}");
    }

    @Test
    void aContainerThatIsBeingRemovedIsRemovedAgainUntilItIsGone() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.scripted(folder.resolve("docker.sock"), this::answer);
                DockerHttp http = DockerHttp.open(daemon.endpoint(), Map.of());
                DockerDriver driver = new DockerJavaDriver(http, ApiVersion.NEWEST)) {
            driver.removeContainer("c");
        }

        assertThat(asked).hasSize(4).allMatch(line -> line.startsWith("DELETE ") && line.contains("/containers/c?"));
    }

    /** Such as a daemon lists that was killed while it removed it. */
    @Test
    void aContainerThatHasLostItsNameIsCalledByItsId() throws Exception {
        String half = "{\"Id\":\"c0ffee\",\"Names\":[],\"Created\":1,\"Labels\":{\"dev.chandler.build\":\"b\"}}";
        try (DaemonDouble daemon = DaemonDouble.scripted(folder.resolve("docker.sock"), request -> {
                    String body = request.contains("/containers/json") ? "[" + half + "]" : "[]";
                    return DaemonDouble.answer(200, request.contains("/volumes") ? "{\"Volumes\":[]}" : body);
                });
                DockerHttp http = DockerHttp.open(daemon.endpoint(), Map.of());
                DockerDriver driver = new DockerJavaDriver(http, ApiVersion.NEWEST)) {
            assertThat(driver.buildResources()).extracting(Resource::name).containsExactly("c0ffee");
        }
    }
}
