package dev.chandler.core.plugin;

/**
 * A jar in a plugin's zip.
 *
 * @param path where it is in there, of letters that lead nowhere else: {@code lib/gson.jar}
 * @param sizeBytes its size when unpacked
 */
record ZipMember(String path, long sizeBytes) {}
