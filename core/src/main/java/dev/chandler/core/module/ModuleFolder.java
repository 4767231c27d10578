package dev.chandler.core.module;

import java.nio.file.Path;

/**
 * A module on this machine.
 *
 * @param description what its {@code module.yml} says of it
 * @param folder where its files are, absolute and real; nothing in it changes while a command runs
 * @param shown what messages call the folder: relative to where the user stands where it is below that, else
 *     {@code NAME@VERSION}
 */
public record ModuleFolder(ModuleDescription description, Path folder, String shown) {}
