package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
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
        assertThat(listed(DaemonDouble.answer(200, "{\"Id\":\"c0ffee\"}"))).containsExactly("c0ffee");
    }

    @Test
    void aContainerThatIsListedButNotThereIsNone() throws Exception {
        assertThat(listed(DaemonDouble.answer(404, "{\"message\":\"No such container: c0ffee\"}")))
                .isEmpty();
    }

    /** The containers that a daemon has which lists one without a name. */
    private List<String> listed(String inspected) throws Exception {
        String nameless = "{\"Id\":\"c0ffee\",\"Names\":[],\"Created\":1,\"Labels\":{\"dev.chandler.build\":\"b\"}}";
        UnaryOperator<String> answers = request -> {
            if (request.contains("/c0ffee/json")) {
                return inspected;
            }
            String list = request.contains("/containers/json") ? "[" + nameless + "]" : "[]";
            return DaemonDouble.answer(200, request.contains("/volumes") ? "{\"Volumes\":[]}" : list);
        };
        try (DaemonDouble daemon = DaemonDouble.scripted(folder.resolve("docker.sock"), answers);
                DockerHttp http = DockerHttp.open(daemon.endpoint(), Map.of());
                DockerDriver driver = new DockerJavaDriver(http, ApiVersion.NEWEST)) {
            return driver.buildResources().stream().map(Resource::name).toList();
        }
    }
}
