package dev.chandler.engine.docker;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Connects to Docker daemons: on Unix sockets, by TCP with and without TLS, by ssh. */
public final class DockerEngineFactory implements EngineFactory {

    /** Called by the plugin loader. */
    public DockerEngineFactory() {}

    @Override
    public String id() {
        return "docker";
    }

    @Override
    public List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment) {
        return DockerEndpoints.list(given, environment);
    }

    @Override
    public Engine connect(Endpoint endpoint, ClientIdentity client, Map<String, String> environment)
            throws InterruptedException {
        DockerHttp http = DockerHttp.open(endpoint, environment);
        try {
            boolean local = DockerAddress.parse(endpoint, environment) instanceof DockerAddress.Unix;
            DaemonVersion version = http.negotiate();
            RegistryLogins logins = new RegistryLogins(DockerConfig.of(environment));
            BaseOrigins origins = version.product().origins(http, environment);
            return new DockerEngine(endpoint, client, http, version, logins, origins, local);
        } catch (RuntimeException | InterruptedException e) {
            http.close();
            throw e;
        }
    }
}
