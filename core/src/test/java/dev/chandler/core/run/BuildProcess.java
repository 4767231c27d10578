package dev.chandler.core.run;

import java.nio.file.Path;

/** A client in a process of its own: starts a build, or asks for one. */
final class BuildProcess {

    private BuildProcess() {}

    /**
     * Arguments: the folder; then an id to say whether that build runs, {@code prune} to empty the cache, or none to start a build, say its id, and wait
     * for the end of standard input.
     */
    public static void main(String[] arguments) throws Exception {
        LiveBuilds builds = new LiveBuilds(Path.of(arguments[0]));
        if (arguments.length > 1 && arguments[1].equals("prune")) {
            LiveBuilds.Pruning pruning = builds.prune();
            System.out.println("pruning");
            System.in.transferTo(System.out);
            pruning.close();
            return;
        }
        if (arguments.length > 1) {
            System.out.println(builds.life(arguments[1]));
            return;
        }
        try (LiveBuilds.LiveBuild build = builds.start()) {
            System.out.println(build.id());
            System.in.transferTo(System.out);
        }
    }
}
