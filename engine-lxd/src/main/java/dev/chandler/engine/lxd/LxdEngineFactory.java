package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.EngineFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;

/** Connects to LXD and Incus: on Unix sockets, and by HTTPS with certificates. */
public final class LxdEngineFactory implements EngineFactory {

    private final List<Interceptor> watching;

    /** Called by the plugin loader. */
    public LxdEngineFactory() {
        this(List.of());
    }

    /** With somebody who looks at each request. */
    LxdEngineFactory(List<Interceptor> watching) {
        this.watching = List.copyOf(watching);
    }

    @Override
    public String id() {
        return "lxd";
    }

    @Override
    public List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment) {
        return LxdEndpoints.list(given, environment);
    }

    @Override
    public Engine connect(Endpoint endpoint, ClientIdentity client, Map<String, String> environment)
            throws InterruptedException {
        Optional<HttpUrl> server = LxdAddress.parse(endpoint, environment) instanceof LxdAddress.Https https
                ? Optional.of(https.url())
                : Optional.empty();
        // By a socket of this machine who may use the daemon is the system's business.
        Optional<Joining> joining = server.map(url -> Joining.of(environment)).filter(Joining::isWanted);
        joining.ifPresent(known -> known.prepare(endpoint, server.get()));
        LxdHttp http = LxdHttp.open(endpoint, environment, watching);
        try {
            JsonObject greeting = http.greet();
            if (joining.isPresent() && !Joining.isTrusted(greeting)) {
                joining.get().join(http);
                greeting = http.greet();
                joining.get().remember(server.get(), greeting);
            }
            LxdServer known = LxdServer.of(http, greeting);
            Place.requireProject(http, http.options().project());
            Optional<String> member = http.options().target();
            if (member.isPresent()) {
                ClusterTarget.require(http, greeting, member.get());
            }
            return new LxdEngine(http, known, client, environment);
        } catch (RuntimeException | InterruptedException e) {
            http.close();
            throw e;
        }
    }
}
