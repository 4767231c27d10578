package dev.chandler.core.toolbox;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.ToolboxSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Tools in an image: what it has at {@code /tools}, or else in its one volume. Nothing of it is ever started. */
final class ImageTools {

    private static final String TOOLS = "/tools";

    private final ToolboxSource.Image source;
    private final Base image;
    private final Engine engine;

    private ImageTools(ToolboxSource.Image source, Base image, Engine engine) {
        this.source = source;
        this.image = image;
        this.engine = engine;
    }

    static Toolbox of(ToolboxSource.Image source, Base image, Engine engine) {
        ImageTools tools = new ImageTools(source, image, engine);
        return new Toolbox(source, image.digest(), tools::open, tools::shell);
    }

    private InputStream open() throws IOException, InterruptedException {
        Instance instance = engine.create(new InstanceSpec(image, Optional.empty(), false));
        try {
            ToolTar tar = tools(instance);
            if (tar.isEmpty()) {
                tar.close();
                throw new ManifestException(
                        Problem.of("CH-TOOLBOX-003", "there are no tools in the image \"" + source.reference() + "\"")
                                .at(source.location())
                                .because("its directory of tools is empty, or none")
                                .remedy("name another image, or a folder"));
            }
            return new Closing(tar, instance);
        } catch (IOException | InterruptedException | RuntimeException e) {
            instance.close();
            throw e;
        }
    }

    private Optional<String> shell() throws InterruptedException {
        try (InputStream tar = open()) {
            return BusyboxLinks.shell(ToolListing.of(tar).names());
        } catch (IOException e) {
            throw new EngineException(
                    Problem.of("CH-TOOLBOX-006", "cannot read the tools of the image \"" + source.reference() + "\"")
                            .at(source.location())
                            .because(String.valueOf(e.getMessage()))
                            .remedy("try again; if it stays so, pull the image anew"),
                    e);
        }
    }

    private ToolTar tools(Instance instance) throws InterruptedException {
        List<String> volumes = List.copyOf(image.config().volumes());
        Optional<InputStream> found = instance.get(TOOLS);
        if (found.isPresent()) {
            return ToolTar.of(found.get(), TOOLS);
        }
        if (volumes.size() == 1) {
            String volume = volumes.get(0);
            found = instance.get(volume);
            if (found.isPresent()) {
                return ToolTar.of(found.get(), volume);
            }
        }
        throw new ManifestException(
                Problem.of("CH-TOOLBOX-004", "the image \"" + source.reference() + "\" is no toolbox")
                        .at(source.location())
                        .because("it has no /tools, and "
                                + (volumes.isEmpty() ? "no volume" : "volumes " + String.join(", ", volumes)))
                        .remedy("put the tools at /tools, or declare one VOLUME with them"));
    }

    /** A stream with which its instance goes. */
    private static final class Closing extends FilterInputStream {

        private final Instance instance;

        Closing(InputStream tar, Instance instance) {
            super(tar);
            this.instance = instance;
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                instance.close();
            }
        }
    }
}
