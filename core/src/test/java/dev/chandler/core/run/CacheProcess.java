package dev.chandler.core.run;

import java.nio.file.Path;

/** A client in a process of its own that takes a cache, says so, and keeps it to the end of its standard input. */
final class CacheProcess {

    private CacheProcess() {}

    /** Arguments: the folder, the cache, the build. */
    public static void main(String[] arguments) throws Exception {
        CacheLocks locks = new CacheLocks(Path.of(arguments[0]));
        try (CacheLocks.Held held = locks.take(arguments[1], false, arguments[2], other -> {})) {
            System.out.println("taken " + (held != null));
            System.in.transferTo(System.out);
        }
    }
}
