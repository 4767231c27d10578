package dev.chandler.core.plugin;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.trust.TrustPolicy;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One plugin in the registry: what its jar says, and how far it has come. */
final class PluginEntry {

    private final PluginKind kind;
    private final String source;
    private final Path file;
    private final JarFacts facts;
    private PluginState state;
    private @Nullable Problem reason;
    private List<PluginEntry> dependencies = List.of();

    PluginEntry(PluginKind kind, String source, Path file, JarFacts facts) {
        this.kind = kind;
        this.source = source;
        this.file = file;
        this.facts = facts;
        this.state = facts.refusal().isPresent() ? PluginState.REFUSED : PluginState.READY;
        this.reason = facts.refusal().orElse(null);
    }

    PluginKind kind() {
        return kind;
    }

    /** Where it lies, as a policy names it; of a built-in nobody asks. */
    String source() {
        return source;
    }

    /** Asks a policy of it, and of its file as it is now. */
    TrustPolicy.Examined examined(TrustPolicy policy) {
        return policy.examine(descriptor().id(), source, file);
    }

    Path file() {
        return file;
    }

    JarFacts facts() {
        return facts;
    }

    PluginHeaders headers() {
        return facts.headers();
    }

    /** All classes declared, of every kind of extension. */
    Set<String> classes() {
        Set<String> classes = new LinkedHashSet<>(facts.engineClasses());
        classes.addAll(facts.provisionerClasses());
        return classes;
    }

    /** The plugins that it needs, and of those that it can do without the ones that can be used; known after the scan. */
    List<PluginEntry> dependencies() {
        return dependencies;
    }

    void dependsOn(List<PluginEntry> plugins) {
        dependencies = List.copyOf(plugins);
    }

    /** Whether plugins that depend on it see its classes in a package. */
    boolean exports(String packageName) {
        return headers().exports().contains(packageName);
    }

    boolean refused() {
        return state == PluginState.REFUSED;
    }

    Optional<Problem> reason() {
        return Optional.ofNullable(reason);
    }

    /** Takes it out of service; the first reason stays. */
    void refuse(Problem problem) {
        if (!refused()) {
            state = PluginState.REFUSED;
            reason = problem;
        }
    }

    void loaded() {
        if (refused()) {
            throw new IllegalStateException("refused, yet loaded: " + file);
        }
        state = PluginState.LOADED;
    }

    PluginDescriptor descriptor() {
        PluginHeaders headers = headers();
        String id = headers.id().isEmpty() ? String.valueOf(file.getFileName()) : headers.id();
        return new PluginDescriptor(
                id,
                headers.version(),
                kind,
                file,
                List.copyOf(headers.engines()),
                List.copyOf(headers.provisioners()),
                headers.requires(),
                facts.dependencies(),
                List.copyOf(headers.exports()),
                facts.members().stream().skip(1).map(ZipMember::path).toList(),
                headers.provider(),
                headers.description(),
                headers.license(),
                state,
                reason());
    }
}
