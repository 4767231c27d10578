package dev.chandler.core.plugin;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A jar or zip that could be a plugin, looked at before it lies in any folder. Nothing of it is loaded or unpacked.
 *
 * @param id the plugin's id
 * @param version its version
 * @param digest the digest of the file
 */
public record PluginFile(String id, String version, Digest digest) {

    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,99}");

    /**
     * Looks at a file as closely as can be without loading it.
     *
     * @param file a jar or zip, known apart by its name's end
     * @return what it says
     * @throws PluginException with what is wrong with it, whatever lies beside it
     */
    public static PluginFile read(Path file) {
        try {
            JarFacts facts = JarReader.read(file);
            if (facts.refusal().isPresent()) {
                throw new PluginException(facts.refusal().get());
            }
            PluginHeaders headers = facts.headers();
            if (!VERSION.matcher(headers.version()).matches()) {
                throw new PluginException(badVersion(file, headers));
            }
            return new PluginFile(headers.id(), headers.version(), JarReader.digest(file));
        } catch (IOException e) {
            throw new PluginException(Refusals.unreadable(file, e), e);
        }
    }

    /**
     * The digest of a whole file.
     *
     * @param file any file
     * @return of its content as it is now
     * @throws IOException if it can't be read
     */
    public static Digest digest(Path file) throws IOException {
        return JarReader.digest(file);
    }

    /** It becomes part of a file's name. */
    private static Problem badVersion(Path file, PluginHeaders headers) {
        return Problem.of(
                        "CH-PLUGIN-003",
                        "plugin \"%s\" has the version \"%s\", which is none"
                                .formatted(headers.id(), headers.version()))
                .because("%s in \"%s\" says it; versions have letters, digits and . + _ -, at most 100"
                        .formatted(PluginHeaders.VERSION, file))
                .remedy("the plugin's author has to build it with another version");
    }
}
