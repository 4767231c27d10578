package dev.chandler.core.plugin;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a plugin without loading it.
 *
 * @param id the plugin's id; the file's name where the file has none
 * @param version its version, as written; empty where the file has none
 * @param kind where it comes from
 * @param file its jar or zip, absolute
 * @param engines the ids of the engines it provides
 * @param provisioners the ids of the provisioners it provides
 * @param requires the API range it was built for, as written; empty where the file has none
 * @param dependencies the plugins that it needs, in words: {@code moon >=1.0.0}
 * @param exports the packages that plugins which depend on it see
 * @param libraries the jars that its zip brings besides its own
 * @param provider who made it; empty where not said
 * @param description what it is for; empty where not said
 * @param license its licence; empty where not said
 * @param state how far it has come
 * @param reason why it is refused; present if, and only if, it is
 */
public record PluginDescriptor(
        String id,
        String version,
        PluginKind kind,
        Path file,
        List<String> engines,
        List<String> provisioners,
        String requires,
        List<String> dependencies,
        List<String> exports,
        List<String> libraries,
        String provider,
        String description,
        String license,
        PluginState state,
        Optional<Problem> reason) {

    /**
     * Reads the whole file.
     *
     * @return its digest
     * @throws IOException if it can't be read, or is no regular file
     */
    public Digest digest() throws IOException {
        if (!Files.isRegularFile(file)) {
            // Reading a pipe waits for somebody to write to it.
            throw new IOException("\"" + file + "\" is no file");
        }
        return JarReader.digest(file);
    }
}
