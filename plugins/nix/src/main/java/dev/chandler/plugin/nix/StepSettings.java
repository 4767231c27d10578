package dev.chandler.plugin.nix;

import dev.chandler.api.problem.Location;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a step says, found to be right.
 *
 * @param location where the step's settings stand
 * @param directory the folder of the manifest
 * @param file the file that is evaluated; empty where packages of nixpkgs are meant
 * @param attributes what of it is built, each by its names; empty for the whole
 * @param args what it is called with
 * @param pins what {@code <NAME>} is
 * @param link where what is in the results is linked, if it is
 * @param nix the programs
 */
record StepSettings(
        Location location,
        Path directory,
        Optional<Path> file,
        List<List<String>> attributes,
        Map<String, String> args,
        Map<String, Pin> pins,
        Optional<String> link,
        Nix nix) {

    /**
     * What {@code <NAME>} is: a folder of the client, or an archive with its digest.
     *
     * @param path an absolute path; empty for an archive
     * @param url where the archive is; empty for a folder
     * @param sha256 the digest of what is in it
     */
    record Pin(String path, String url, String sha256) {

        Map<String, Object> json() {
            return path.isEmpty() ? Map.of("url", url, "sha256", sha256) : Map.of("path", path);
        }
    }

    /** A file of the client as users would name it: relative to where the manifest's own name is. */
    String shown(Path file) {
        Path whole = file.normalize();
        if (!whole.startsWith(directory.normalize())) {
            return whole.toString();
        }
        Path relative = directory.normalize().relativize(whole);
        Path manifest = Path.of(location.file()).getParent();
        return (manifest == null ? relative : manifest.resolve(relative)).toString();
    }
}
