package dev.chandler.core.plugin;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * All that a plugin's file says by itself, which is what the index keeps.
 *
 * @param headers its headers; {@link PluginHeaders#NONE} where it has none
 * @param engineClasses the classes declared as engine factories
 * @param provisionerClasses the classes declared as provisioners
 * @param javaLevel the Java version that the declared classes need, 0 where that isn't known
 * @param digest the digest of a zip, which names the folder that its jars are unpacked to; none where the file is a jar itself
 * @param members the jars in a zip, the plugin's own first; none where the file is a jar itself
 * @param refusal what is wrong with it whatever lies beside it
 */
record JarFacts(
        PluginHeaders headers,
        List<String> engineClasses,
        List<String> provisionerClasses,
        int javaLevel,
        Optional<Digest> digest,
        List<ZipMember> members,
        Optional<Problem> refusal) {

    static JarFacts refused(PluginHeaders headers, Problem problem) {
        return of(headers, List.of(), List.of(), 0, Optional.of(problem));
    }

    static JarFacts of(
            PluginHeaders headers,
            List<String> engineClasses,
            List<String> provisionerClasses,
            int javaLevel,
            Optional<Problem> refusal) {
        return new JarFacts(
                headers, engineClasses, provisionerClasses, javaLevel, Optional.empty(), List.of(), refusal);
    }

    /** The same, of a jar in a zip. */
    JarFacts inZip(List<ZipMember> jars, Digest zip) {
        return new JarFacts(
                headers, engineClasses, provisionerClasses, javaLevel, Optional.of(zip), List.copyOf(jars), refusal);
    }

    boolean hasHeaders() {
        return !headers.id().isEmpty();
    }

    /** The plugins that it needs, in words; as they were written where that can't be understood. */
    List<String> dependencies() {
        List<String> written = headers.dependencies();
        return Dependency.unreadable(written).isPresent()
                ? List.copyOf(written)
                : Dependency.of(headers).stream().map(Dependency::toString).toList();
    }
}
