package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.EngineContract;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The contract, on LXD over its socket, with a pool of btrfs. */
class LxdEngineIT extends EngineContract {

    @Override
    protected EngineFactory factory() {
        return new LxdEngineFactory();
    }

    @Override
    protected BaseReference base() {
        return new BaseReference.Image("busybox");
    }

    @Override
    protected Map<String, String> environment() {
        return System.getenv();
    }

    @Override
    protected Endpoint endpoint() {
        return factory().endpoints(Optional.empty(), environment()).get(0);
    }

    @Override
    protected void removePublished(String reference) throws Exception {
        try (LxdHttp http = LxdHttp.open(endpoint(), environment())) {
            LxdAnswer alias = http.get(http.at("images", "aliases", reference));
            String image = alias.ok() ? Json.text(alias.object(), "target") : reference.replaceFirst("^sha256:", "");
            new Operations(http).runIfThere("cannot remove an image", "DELETE", http.at("images", image), null);
        }
    }

    /** Whatever a test has had done is over when it is. */
    @AfterEach
    void leavesNoOperation() throws Exception {
        try (LxdHttp http = LxdHttp.open(endpoint(), environment())) {
            JsonObject running = http.get(http.at("operations")).object();
            for (var operation : Json.list(running.get("running"))) {
                String path = operation.getAsString();
                JsonObject seen = http.get(http.named(path)).object();
                if (seen.toString().contains("chandler-contract-" + buildId().substring(9, 20))) {
                    new Operations(http).end("an operation is left", path, java.time.Duration.ofSeconds(20));
                }
            }
        }
    }
}
