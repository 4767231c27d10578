package dev.chandler.core;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.core.graph.StepGraph;
import dev.chandler.core.manifest.BuildNeed;
import dev.chandler.core.manifest.Manifest;
import java.util.List;
import java.util.stream.Stream;

/**
 * A manifest that was loaded, and its graph.
 *
 * @param manifest what is to be built
 * @param graph how
 */
public record Project(Manifest manifest, StepGraph graph) {

    /**
     * The other builds that it takes something of.
     *
     * @return that of its base first, then those of steps and tests, in their order
     */
    public List<BuildNeed> needs() {
        return Stream.concat(
                        manifest.baseBuild().stream(),
                        graph.actions().stream().flatMap(action -> action.needs().stream()))
                .toList();
    }

    /**
     * The same as a build of its project, whatever it calls itself.
     *
     * @param build the build's name
     * @return another project
     */
    public Project named(String build) {
        return new Project(manifest.named(build), graph);
    }

    /**
     * The same on what another build has made.
     *
     * @param image the image that is its base
     * @return another project
     */
    public Project on(Artifact image) {
        return new Project(manifest.on(new BaseReference.Image(image.id().toString())), graph);
    }
}
