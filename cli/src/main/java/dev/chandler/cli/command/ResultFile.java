package dev.chandler.cli.command;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** A file in which a build says what it has made. */
final class ResultFile {

    private final Path path;
    private final Function<Artifact, String> content;

    private ResultFile(Path path, Function<Artifact, String> content) {
        this.path = path;
        this.content = content;
    }

    /** The image's id alone, without a line feed, as other builders write it. */
    static ResultFile id(Path path) {
        return new ResultFile(path, artifact -> artifact.id().toString());
    }

    /** A JSON object with the keys that buildx uses. */
    static ResultFile metadata(Path path) {
        return new ResultFile(path, ResultFile::json);
    }

    private static String json(Artifact artifact) {
        JsonObject json = new JsonObject();
        json.addProperty("containerimage.config.digest", artifact.id().toString());
        json.addProperty("image.name", String.join(",", artifact.references()));
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(json) + "\n";
    }

    void write(Artifact artifact) {
        try {
            Files.writeString(path, content.apply(artifact));
        } catch (IOException e) {
            throw new EngineException(
                    Problem.of("CH-CLI-002", "cannot write " + path)
                            .because(e.toString())
                            .remedy("the image is there all the same: " + artifact.id()),
                    e);
        }
    }
}
