package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.Location;
import dev.chandler.api.settings.Setting;

/**
 * One entry of a config file; at the top level several may have one key.
 *
 * @param key its key
 * @param location where the key was written
 * @param value a scalar, a list, or a block as a map
 */
record HclEntry(String key, Location location, Setting value) {}
