package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Bases on another server: the testbed's own LXD over HTTPS, in a project of its own. */
class LxdRemotesIT {

    @RegisterExtension
    final PublishedApi api = new PublishedApi(description());

    @TempDir
    Path folder;

    private final String project = "chandler-" + UUID.randomUUID();
    private final Map<String, String> environment = new HashMap<>(local());
    private LxdHttp http;
    private Engine engine;
    private Digest there;

    /** How variables of the testbed begin that are of the daemon. */
    String daemon() {
        return "CHANDLER_TESTBED_LXD";
    }

    final String description() {
        return daemon() + "_API";
    }

    /** That of somebody on the daemon's machine. */
    Map<String, String> local() {
        return System.getenv();
    }

    /** The variable that tells the daemon's own client where its folder is. */
    String configuration() {
        return "LXD_CONF";
    }

    /** What that client calls the protocol. */
    String protocol() {
        return "lxd";
    }

    @BeforeEach
    void fill() throws Exception {
        Path client = Path.of(Incus.given(daemon() + "_CLIENT"));
        Files.copy(client.resolve("client.crt"), folder.resolve("client.crt"));
        Files.copy(client.resolve("client.key"), folder.resolve("client.key"));
        Files.createDirectory(folder.resolve("servercerts"));
        Files.copy(client.resolve("server.crt"), folder.resolve("servercerts/mine.crt"));
        Files.writeString(
                folder.resolve("config.yml"),
                "remotes:\n  mine: {addr: \"" + Incus.given(daemon() + "_URL") + "\", protocol: " + protocol()
                        + ", project: " + project
                        + "}\n  local: {addr: \"unix://\"}\n"
                        + "  images: {addr: \"https://images.example\", protocol: oci, public: true}\n");
        environment.put(configuration(), folder.toString());
        environment.remove(ClientFolders.VARIABLE);
        Endpoint endpoint =
                api.factory().endpoints(Optional.empty(), environment).get(0);
        engine = api.factory().connect(endpoint, new ClientIdentity("test", project), environment);
        http = LxdHttp.open(endpoint, environment);
        makeProject();
        there = putImage(endpoint);
    }

    private void makeProject() throws InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("name", project);
        body.add("config", Json.of(Map.of("features.images", "true", "features.profiles", "false")));
        new Operations(http).run("cannot make a project", "POST", http.at("projects"), body);
    }

    private Digest putImage(Endpoint endpoint) throws Exception {
        environment.put("CHANDLER_LXD_PROJECT", project);
        try (LxdHttp other = LxdHttp.open(endpoint, environment)) {
            Operations operations = new Operations(other);
            new ImageUpload(other, operations).send("x86_64", Map.of("os", project), Map.of(), out -> {
                TarWriter tar = new TarWriter(out);
                tar.file(TarHeader.file("a", 0), new byte[0]);
                tar.finish();
            });
            ImageStore images = new ImageStore(other, operations);
            LxdImage image = images.withProperty("os", project).get(0);
            images.point("app/1", image.fingerprint());
            return image.digest();
        } finally {
            environment.remove("CHANDLER_LXD_PROJECT");
        }
    }

    @AfterEach
    void leaveNothing() throws Exception {
        new ImageStore(http, new Operations(http)).remove(there);
        environment.put("CHANDLER_LXD_PROJECT", project);
        try (LxdHttp other = LxdHttp.open(engine.endpoint(), environment)) {
            new ImageStore(other, new Operations(other)).remove(there);
        }
        new Operations(http).run("cannot remove a project", "DELETE", http.at("projects", project), null);
        engine.close();
        http.close();
    }

    @Test
    void anImageOfARemoteIsFoundAndThenCopied() throws Exception {
        BaseReference reference = new BaseReference.Image("mine:app/1");
        Base found = engine.resolve(reference);

        assertThat(found.digest()).isEqualTo(there);
        assertThat(found.present()).isFalse();
        Base pulled = engine.pull(reference, ProgressSink.NONE);
        assertThat(pulled.present()).isTrue();
        assertThat(pulled.digest()).isEqualTo(there);
        assertThat(engine.resolve(new BaseReference.Image(there.hex())).present())
                .isTrue();
    }

    @Test
    void anImageOfARemoteIsPinnedByItsFingerprintThere() throws Exception {
        BaseReference.Image pinned =
                engine.resolve(new BaseReference.Image("mine:app/1")).pinned().orElseThrow();

        assertThat(pinned.name()).isEqualTo("mine:" + there.hex());
        assertThat(engine.resolve(pinned).digest()).isEqualTo(there);
        assertThat(engine.pull(pinned, ProgressSink.NONE).present()).isTrue();
        assertThat(engine.resolve(pinned))
                .as("found here")
                .extracting(Base::present, Base::pinned)
                .isEqualTo(List.of(true, Optional.of(pinned)));
    }

    @Test
    void anImageOfTheDaemonItselfIsNotPinned() throws Exception {
        assertThat(engine.resolve(new BaseReference.Image("busybox")).pinned()).isEmpty();
        assertThat(engine.resolve(new BaseReference.Image("local:busybox")).pinned())
                .isEmpty();
    }

    @Test
    void aRemoteIsAnEndpointWithAProject() throws Exception {
        LxdEngineFactory factory = api.factory();
        Endpoint endpoint =
                factory.endpoints(Optional.of("remote:mine"), environment).get(0);
        try (Engine remote = factory.connect(endpoint, new ClientIdentity("test", project), environment)) {
            assertThat(remote.resolve(new BaseReference.Image("app/1")).digest())
                    .as("it is in the remote's project alone")
                    .isEqualTo(there);
        }
    }

    @Test
    void whatTheRemoteHasNotIsAProblemThatNamesBoth() {
        assertThatThrownBy(() -> engine.resolve(new BaseReference.Image("mine:none")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-ENGINE-013")
                .hasMessageContaining("mine");
    }

    @Test
    void theRemoteOfTheSocketIsTheDaemonItself() throws Exception {
        assertThat(engine.resolve(new BaseReference.Image("local:busybox")))
                .extracting(Base::digest, Base::present)
                .isEqualTo(List.of(
                        engine.resolve(new BaseReference.Image("busybox")).digest(), true));
    }

    @Test
    void aServerThatSpeaksSomethingElseIsRefusedWithAWayOut() {
        assertThatThrownBy(() -> engine.resolve(new BaseReference.Image("images:debian/12")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-ENGINE-082")
                .hasMessageContaining("lxc image copy images:debian/12");
    }
}
