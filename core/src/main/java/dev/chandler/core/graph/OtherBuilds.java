package dev.chandler.core.graph;

import dev.chandler.api.provision.BuildFiles;
import java.util.Set;

/** The builds of a project, as one that needs others sees them. Thread-safe. */
public interface OtherBuilds {

    /**
     * Names them all.
     *
     * @return their names; none where the project lists no builds
     */
    Set<String> names();

    /**
     * What is in the image of one.
     *
     * @param build one of {@link #names()}
     * @return its files, of which nothing may be known yet
     */
    BuildFiles files(String build);
}
