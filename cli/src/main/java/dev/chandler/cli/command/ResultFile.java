package dev.chandler.cli.command;

import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.run.BuildResult;
import dev.chandler.lib.oci.OciDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** A file in which a build says what it has made. */
final class ResultFile {

    private final Path path;
    private final Function<BuildResult, String> content;

    private ResultFile(Path path, Function<BuildResult, String> content) {
        this.path = path;
        this.content = content;
    }

    /** The image's id alone, without a line feed, as other builders write it. */
    static ResultFile id(Path path) {
        return new ResultFile(path, result -> artifact(result).id().toString());
    }

    /** A JSON object with the keys that buildx uses. */
    static ResultFile metadata(Path path) {
        return new ResultFile(path, ResultFile::json);
    }

    private static Artifact artifact(BuildResult result) {
        return result.artifact().orElseThrow();
    }

    private static String json(BuildResult result) {
        JsonObject json = new JsonObject();
        json.addProperty("containerimage.config.digest", artifact(result).id().toString());
        result.manifest().ifPresent(manifest -> {
            json.add("containerimage.descriptor", OciDocument.descriptor(manifest));
            json.addProperty("containerimage.digest", manifest.digest().toString());
        });
        json.addProperty("image.name", String.join(",", artifact(result).references()));
        return PrettyJson.of(json) + "\n";
    }

    /**
     * Takes away what an earlier build has left, and finds out whether the file can be written.
     *
     * @throws ManifestException if it cannot
     */
    void clear() {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
                // A pipe or a device, /dev/stdout for one, has nothing of an earlier build.
                return;
            }
            if (Files.isDirectory(path)) {
                throw new IOException("it is a folder");
            }
            Files.deleteIfExists(path);
            Files.createFile(path);
            Files.delete(path);
        } catch (IOException e) {
            throw new ManifestException(
                    Problem.of("CH-CLI-006", "cannot write " + path)
                            .because(FileTrouble.words(e))
                            .remedy("name a file in a folder that is there and may be written"),
                    e);
        }
    }

    /** Writes the file; where that fails, says what is wrong. */
    Optional<Problem> write(BuildResult result) {
        try {
            Files.writeString(path, content.apply(result));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(Problem.of("CH-CLI-002", "cannot write " + path)
                    .because(FileTrouble.words(e))
                    .remedy("the image is there all the same: "
                            + artifact(result).id()));
        }
    }
}
