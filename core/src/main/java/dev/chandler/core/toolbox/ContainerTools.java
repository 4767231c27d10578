package dev.chandler.core.toolbox;

import dev.chandler.api.engine.DataContainer;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.ToolboxSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Tools in a data container, which is somebody else's: what it has at {@code /tools}, or else in its one volume. What is in
 * it may change, so that it is read each time to know what it is.
 */
final class ContainerTools {

    private static final String TOOLS = "/tools";

    private final ToolboxSource.Container source;
    private final Engine engine;

    private ContainerTools(ToolboxSource.Container source, Engine engine) {
        this.source = source;
        this.engine = engine;
    }

    static Toolbox of(ToolboxSource.Container source, Engine engine) throws InterruptedException {
        ContainerTools tools = new ContainerTools(source, engine);
        try (ToolTar tar = tools.open()) {
            ToolListing listing = ToolListing.of(tar);
            if (listing.names().isEmpty()) {
                throw new ManifestException(
                        Problem.of("CH-TOOLBOX-003", "there are no tools in the container \"" + source.name() + "\"")
                                .at(source.location())
                                .because("its directory of tools is empty, or none")
                                .remedy("put programs into it, or name another container"));
            }
            return new Toolbox(source, listing.digest(), tools::open, () -> BusyboxLinks.shell(listing.names()));
        } catch (IOException e) {
            throw new EngineException(
                    Problem.of("CH-TOOLBOX-006", "cannot read the tools of the container \"" + source.name() + "\"")
                            .at(source.location())
                            .because(String.valueOf(e.getMessage()))
                            .remedy("try again; if it stays so, name an image or a folder"),
                    e);
        }
    }

    private ToolTar open() throws InterruptedException {
        DataContainer container = engine.dataContainer(source.name())
                .orElseThrow(() -> new ManifestException(
                        Problem.of("CH-TOOLBOX-005", "there is no container \"" + source.name() + "\"")
                                .at(source.location())
                                .because("looked on " + engine.endpoint().address())
                                .remedy("make it, such as by docker create -v /tools IMAGE, or name another")));
        Optional<InputStream> found = container.get(TOOLS);
        if (found.isPresent()) {
            return ToolTar.of(found.get(), TOOLS);
        }
        List<String> volumes = container.volumes();
        if (volumes.size() == 1) {
            String volume = volumes.get(0);
            found = container.get(volume);
            if (found.isPresent()) {
                return ToolTar.of(found.get(), volume);
            }
        }
        throw new ManifestException(
                Problem.of("CH-TOOLBOX-004", "the container \"" + source.name() + "\" is no toolbox")
                        .at(source.location())
                        .because("it has no /tools, and "
                                + (volumes.isEmpty() ? "no volume" : "volumes " + String.join(", ", volumes)))
                        .remedy("have the tools at /tools, or in its one volume"));
    }
}
