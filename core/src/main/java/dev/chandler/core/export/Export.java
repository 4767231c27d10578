package dev.chandler.core.export;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.Engine;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.output.Output;
import dev.chandler.lib.oci.ImageChoice;
import java.util.List;
import java.util.Optional;

/**
 * What is to be exported, and where to.
 *
 * @param text what the user named it by
 * @param file the file or folder that it is; empty for an image on an engine
 * @param outputs where it is to be brought
 * @param names what files and archives are to call it; empty for the names that it has
 */
public record Export(String text, Optional<Output> file, List<Output> outputs, List<String> names) {

    /**
     * Makes an export.
     *
     * @param text what the user named it by
     * @param file the file or folder that it is
     * @param outputs where to, copied
     * @param names what to call it, copied
     */
    public Export {
        outputs = List.copyOf(outputs);
        names = List.copyOf(names);
    }

    /**
     * The engines that it is to be brought to.
     *
     * @return their ids, each once, in the order in which they are named
     */
    public List<String> targets() {
        return outputs.stream()
                .filter(Output::isEngine)
                .map(Output::kind)
                .distinct()
                .toList();
    }

    /**
     * The image on an engine.
     *
     * @param engine which, connected
     * @param pull when it is fetched from a registry
     * @return where it is
     */
    public ExportSource on(Engine engine, PullPolicy pull) {
        return new EngineSource(engine, text, pull);
    }

    /**
     * The image in a file.
     *
     * @param image which of several images, by the name that it has there; empty for any
     * @param platform which of several images; empty where there is one
     * @return where it is
     */
    public ExportSource inFile(Optional<String> image, Optional<Platform> platform) {
        return new FileSource(file.orElseThrow(), new ImageChoice(image, platform, Optional.empty()));
    }
}
