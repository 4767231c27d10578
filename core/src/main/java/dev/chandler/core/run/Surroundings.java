package dev.chandler.core.run;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.provision.Command;
import dev.chandler.core.graph.Action;
import dev.chandler.core.toolbox.Toolbox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a step's commands find around them, the same on every engine.
 *
 * <p>The environment is, from below: a PATH, the client's proxies, its CA bundle, the base's, the manifest's, the step's; a toolbox
 * comes last on the PATH, whoever has set that. User and
 * working directory are the step's, else the base's, else root and {@code /}.
 */
final class Surroundings {

    private static final Set<String> PROXIES =
            Set.of("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY");

    /** What tells a step where its tools are. */
    private static final String TOOLS = "CHANDLER_TOOLS";

    private final ImageConfig base;
    private final Map<String, String> proxies;
    private final boolean caBundle;
    private final KeptTools tools;

    /**
     * Makes surroundings.
     *
     * @param base the base's config
     * @param clientEnvironment where the proxies come from; in neither key nor image
     * @param caBundle whether instances have a bundle of certificates
     * @param tools the tools that they have
     */
    Surroundings(ImageConfig base, Map<String, String> clientEnvironment, boolean caBundle, KeptTools tools) {
        this.base = base;
        this.caBundle = caBundle;
        this.tools = tools;
        this.proxies = new TreeMap<>(clientEnvironment);
        this.proxies.keySet().removeIf(name -> !PROXIES.contains(name.toUpperCase(Locale.ROOT)));
    }

    /** Starts a command in an action's surroundings. */
    Command.Builder command(Action action, List<String> argv, Optional<String> mark) {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("PATH", ImageConfig.DEFAULT_PATH);
        env.putAll(proxies);
        if (caBundle) {
            env.putAll(CaBundle.environment());
        }
        env.putAll(base.env());
        env.putAll(action.env());
        if (tools.named()) {
            env.put(TOOLS, Toolbox.PLACE);
            env.merge("PATH", Toolbox.PLACE, (path, place) -> path.isEmpty() ? place : path + ":" + place);
        }
        return Command.of(tools.argv(argv))
                .env(env)
                .user(user(action))
                .workdir(workdir(action))
                .mark(mark);
    }

    /** An action's user, {@code user[:group]}; empty for root. */
    String user(Action action) {
        return action.spec().user().orElse(base.user());
    }

    /** An action's working directory, absolute. */
    String workdir(Action action) {
        return action.spec().workdirOn(base);
    }
}
