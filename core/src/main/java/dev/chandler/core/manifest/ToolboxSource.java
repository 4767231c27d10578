package dev.chandler.core.manifest;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.problem.Location;
import java.nio.file.Path;

/** Where a build's tools come from. */
public sealed interface ToolboxSource {

    /**
     * Where it was written.
     *
     * @return the place
     */
    Location location();

    /**
     * A folder of the client, or an archive.
     *
     * @param path absolute
     * @param location where it was written
     */
    record ClientFiles(Path path, Location location) implements ToolboxSource {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * A static shell of the client, for a base that has none, where no toolbox is named.
     *
     * @param path absolute
     * @param location where the base was written
     */
    record StaticShell(Path path, Location location) implements ToolboxSource {
        @Override
        public String toString() {
            return "shell of " + path;
        }
    }

    /**
     * What an image has at {@code /tools}, or else in the one volume that it declares.
     *
     * @param reference the image
     * @param location where it was written
     */
    record Image(BaseReference.Image reference, Location location) implements ToolboxSource {
        @Override
        public String toString() {
            return "image " + reference;
        }
    }

    /**
     * What a data container has at {@code /tools}, or else in its one volume.
     *
     * @param name its name or id
     * @param location where it was written
     */
    record Container(String name, Location location) implements ToolboxSource {
        @Override
        public String toString() {
            return "container " + name;
        }
    }
}
