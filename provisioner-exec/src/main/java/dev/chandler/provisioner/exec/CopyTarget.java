package dev.chandler.provisioner.exec;

import java.nio.file.Path;

/**
 * Where a copy goes in the instance.
 *
 * @param directory the absolute path of the directory that is put into
 * @param name what one file is called there; empty for a folder's content
 */
record CopyTarget(String directory, String name) {

    /**
     * Finds the target.
     *
     * @param to as the manifest has it
     * @param workdir what a relative one is below, absolute
     * @param file the name of the file that is copied; empty for a folder
     */
    static CopyTarget of(String to, String workdir, String file) {
        String path = absolute(to, workdir);
        if (file.isEmpty()) {
            return new CopyTarget(path, "");
        }
        if (isDirectory(to)) {
            return new CopyTarget(path, file);
        }
        int slash = path.lastIndexOf('/');
        return new CopyTarget(slash == 0 ? "/" : path.substring(0, slash), path.substring(slash + 1));
    }

    /** The directory above the one that is put into. */
    String parent() {
        int slash = directory.lastIndexOf('/');
        return slash <= 0 ? "/" : directory.substring(0, slash);
    }

    /** What the directory that is put into is called. */
    String lastName() {
        return directory.substring(directory.lastIndexOf('/') + 1);
    }

    /** Where something in the directory that is put into will be. */
    String path(String below) {
        return directory.equals("/") ? "/" + below : directory + "/" + below;
    }

    static boolean isDirectory(String to) {
        return to.endsWith("/") || to.equals(".") || to.endsWith("/.") || to.equals("..") || to.endsWith("/..");
    }

    private static String absolute(String to, String workdir) {
        return Path.of(workdir).resolve(to).normalize().toString();
    }
}
