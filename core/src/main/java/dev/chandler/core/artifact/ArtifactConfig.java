package dev.chandler.core.artifact;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.core.manifest.ConfigChanges;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes the image's config of the base's and of what the manifest changes. */
public final class ArtifactConfig {

    /** What stands before an appended value to keep it apart from the one before; of no use where there is none. */
    private static final Pattern SEPARATOR = Pattern.compile("^[:;, ]");

    private ArtifactConfig() {}

    /**
     * Makes the config.
     *
     * <p>As with Dockerfiles, a new entrypoint takes the base's cmd with it, which was meant for the old one; and an
     * empty one is none, while an empty cmd stays an empty list.
     *
     * @param base the base's config
     * @param changes what the manifest changes
     * @return the image's whole config
     */
    public static ImageConfig of(ImageConfig base, ConfigChanges changes) {
        ImageConfig.Builder config = base.toBuilder();
        changes.entrypoint()
                .ifPresent(entrypoint -> config.entrypoint(entrypoint.isEmpty() ? null : entrypoint)
                        .cmd(null));
        changes.cmd().ifPresent(config::cmd);
        changes.user().ifPresent(config::user);
        changes.workdir().ifPresent(workdir -> config.workdir(below(base.workdir(), workdir)));
        changes.stopSignal().ifPresent(config::stopSignal);
        changes.healthcheck().ifPresent(config::healthcheck);
        if (!changes.shell().isEmpty()) {
            config.shell(changes.shell());
        }
        return config.env(environment(base.env(), changes))
                .labels(merged(base.labels(), changes.unset().labels(), changes.labels()))
                .exposedPorts(union(base.exposedPorts(), changes.unset().ports(), changes.ports()))
                .volumes(union(base.volumes(), changes.unset().volumes(), changes.volumes()))
                .onBuild(Stream.concat(base.onBuild().stream(), changes.onBuild().stream())
                        .toList())
                .build();
    }

    private static String below(String workdir, String path) {
        return Path.of("/").resolve(workdir).resolve(path).normalize().toString();
    }

    private static Map<String, String> environment(Map<String, String> base, ConfigChanges changes) {
        Map<String, String> env = merged(base, changes.unset().env(), changes.env());
        changes.appendedEnv().forEach((name, more) -> {
            String value = env.getOrDefault(name, name.equals("PATH") ? ImageConfig.DEFAULT_PATH : "");
            env.put(name, value.isEmpty() ? SEPARATOR.matcher(more).replaceFirst("") : value + more);
        });
        return env;
    }

    private static Map<String, String> merged(
            Map<String, String> below, Set<String> without, Map<String, String> above) {
        Map<String, String> merged = new LinkedHashMap<>(below);
        merged.keySet().removeAll(without);
        merged.putAll(above);
        return merged;
    }

    private static Set<String> union(Set<String> below, Set<String> without, Set<String> above) {
        Set<String> union = new TreeSet<>(below);
        union.removeAll(without);
        union.addAll(above);
        return union;
    }
}
