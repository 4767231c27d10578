package dev.chandler.core.output;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.engine.ImageReceiver;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.lib.oci.DockerArchive;
import dev.chandler.lib.oci.ImageWriter;
import dev.chandler.lib.oci.IncompleteImageException;
import dev.chandler.lib.oci.OciLayout;
import dev.chandler.lib.oci.UnreadableImageException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes an image to the file or folder that an output names. */
public final class FileOutput {

    private FileOutput() {}

    /** Gives out an image. */
    public interface Content {

        /**
         * Gives out config and layers, in one pass.
         *
         * @param receiver takes them
         * @throws UnreadableImageException if the image is a file that cannot be read
         * @throws IOException what the receiver has thrown
         * @throws InterruptedException if cancelled
         */
        void giveTo(ImageReceiver receiver) throws IOException, InterruptedException;
    }

    /**
     * Writes it, whole or not at all.
     *
     * @param output the place, a file or folder
     * @param names what whoever loads it is to call it
     * @param content the image
     * @return its manifest, where such a file has one
     * @throws EngineException if it cannot be written, or the image cannot be had; what was there is as it was
     * @throws InterruptedException if cancelled; what was there is as it was
     */
    public static Optional<Descriptor> write(Output output, List<String> names, Content content)
            throws InterruptedException {
        try (ImageWriter writer = writer(output, output.path().orElseThrow(), names)) {
            content.giveTo(writer);
            return writer.finish();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while writing " + output);
            }
            throw failed("cannot write the output \"" + output + "\"", e);
        }
    }

    private static ImageWriter writer(Output output, Path path, List<String> names) throws IOException {
        return output.isLayout() ? OciLayout.open(path, names) : DockerArchive.open(path, names);
    }

    /**
     * Words why an image could not be written.
     *
     * @param what what could not be done
     * @param cause what was thrown
     * @return the error
     */
    public static EngineException failed(String what, IOException cause) {
        if (cause instanceof UnreadableImageException) {
            return new EngineException(
                    Problem.of("CH-OUTPUT-021", what)
                            .because("the image cannot be read: " + cause.getMessage())
                            .remedy("look at the file or folder that it comes from"),
                    cause);
        }
        if (cause instanceof IncompleteImageException) {
            return new EngineException(
                    Problem.of("CH-OUTPUT-016", what)
                            .because("the engine did not give the whole image: " + cause.getMessage())
                            .remedy("try again; if it stays so, look at the engine's log"),
                    cause);
        }
        return new EngineException(
                Problem.of("CH-OUTPUT-015", what)
                        .because(words(cause))
                        .remedy("make room, or name another place; what was there before is as it was"),
                cause);
    }

    private static String words(IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        String words = e instanceof NoSuchFileException
                ? "its folder is not there"
                : reason == null ? e.getClass().getSimpleName() : reason;
        return e instanceof FileSystemException file ? file.getFile() + ": " + words : words;
    }
}
