package dev.chandler.core.export;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.output.FileOutput;
import dev.chandler.core.output.Output;
import dev.chandler.lib.oci.AmbiguousImageException;
import dev.chandler.lib.oci.ImageChoice;
import dev.chandler.lib.oci.ImageFile;
import dev.chandler.lib.oci.UnreadableImageException;
import java.nio.file.Path;
import java.util.Optional;

/** An image in a file or folder. */
final class FileSource implements ExportSource {

    private final Output place;
    private final ImageChoice choice;

    /** Written as outputs are; the choice says which of several images is meant. */
    FileSource(Output place, ImageChoice choice) {
        this.place = place;
        this.choice = choice;
    }

    @Override
    public Optional<Engine> engine() {
        return Optional.empty();
    }

    @Override
    public ExportedImage find(ProgressSink progress) throws InterruptedException {
        String what = "cannot export \"" + place + "\"";
        try {
            ImageFile image = opened();
            return new ExportedImage(new Artifact(image.id(), image.references(), false), image::giveTo);
        } catch (AmbiguousImageException e) {
            throw new ManifestException(Problem.of("CH-OUTPUT-022", what)
                    .because(e.getMessage())
                    .remedy("name one of them by --image NAME or --platform OS/ARCH"));
        } catch (UnreadableImageException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading " + place);
            }
            throw FileOutput.failed(what, e);
        }
    }

    private ImageFile opened() throws UnreadableImageException {
        Path path = place.path().orElseThrow();
        return place.isLayout() ? ImageFile.layout(path, choice) : ImageFile.archive(path, choice);
    }

    @Override
    public String toString() {
        return place.text();
    }
}
