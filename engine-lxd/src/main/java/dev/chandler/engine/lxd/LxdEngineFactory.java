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
        Optional<HttpUrl> url = LxdAddress.parse(endpoint, environment) instanceof LxdAddress.Https https
                ? Optional.of(https.url())
                : Optional.empty();
        Joining joining = Joining.of(environment);
        url.ifPresent(server -> joining.prepare(endpoint, server));
        LxdHttp http = LxdHttp.open(endpoint, environment, watching);
        try {
            JsonObject greeting = http.greet();
            if (url.isPresent() && joining.isWanted() && !Joining.isTrusted(greeting)) {
                joining.join(http);
                greeting = http.greet();
                joining.remember(url.get(), greeting);
            }
            LxdServer server = LxdServer.of(endpoint, greeting);
            Optional<String> member = LxdOptions.of(environment).target();
            if (member.isPresent()) {
                ClusterTarget.require(http, greeting, member.get());
            }
            return new LxdEngine(http, server, client, environment);
        } catch (RuntimeException | InterruptedException e) {
            http.close();
            throw e;
        }
    }
}
