package dev.chandler.testkit;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.EngineFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/** Connects to a {@link FakeHost}. Thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FakeEngineFactory implements EngineFactory {

    private final String id;
    private final FakeHost host;

    /** Makes a factory {@code fake} with a host of its own. */
    public FakeEngineFactory() {
        this("fake", new FakeHost());
    }

    /**
     * Makes a factory.
     *
     * @param id the id it is to have
     * @param host what it connects to
     */
    public FakeEngineFactory(String id, FakeHost host) {
        this.id = id;
        this.host = host;
    }

    /**
     * What it connects to.
     *
     * @return the host
     */
    public FakeHost host() {
        return host;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment) {
        return List.of(
                given.map(address -> new Endpoint(address, "--endpoint")).orElse(new Endpoint("fake:", "default")));
    }

    @Override
    public Engine connect(Endpoint endpoint, ClientIdentity client, Map<String, String> environment) {
        host.called("connect " + client.buildId());
        return new FakeEngine(id, endpoint, host, client);
    }
}
