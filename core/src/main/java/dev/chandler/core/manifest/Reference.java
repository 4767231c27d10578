package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;

/**
 * The name of what a step registers, where it is given or where it is used.
 *
 * @param name the name
 * @param location where it was written
 */
public record Reference(String name, Location location) {

    /** The same name in a module, which is no other module's, and not the manifest's. */
    Reference in(UsedModule module) {
        return new Reference(module.id(name), location);
    }
}
