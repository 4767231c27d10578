package dev.chandler.lib.oci;

import dev.chandler.lib.oci.tar.TarHeader;
import java.io.IOException;
import java.util.Deque;
import java.util.List;

/**
 * What a layer says is gone of those below it.
 *
 * <p>Source: <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/layer.md#whiteouts">OCI image specification
 * 1.1</a>, "Whiteouts".
 *
 * @param folder the parts of the path of the folder that it is said of
 * @param kind what is gone there
 * @param name of {@link Kind#ONE}, which; else empty
 */
record Whiteout(List<String> folder, Kind kind, String name) {

    static final String PREFIX = ".wh.";
    static final String OPAQUE = ".wh..wh..opq";

    /** Whatever else begins like this is AUFS's own bookkeeping. */
    private static final String RESERVED = ".wh..wh.";

    /** How much is gone. */
    enum Kind {
        /** One name. */
        ONE,
        /** All that lies in the folder. */
        ALL,
        /** Nothing: it only looks like it. */
        NOTHING
    }

    static boolean is(String name) {
        return name.startsWith(PREFIX);
    }

    /** Reads what a name for which {@link #is} holds says of its folder. */
    static Whiteout read(Deque<String> folder, String name, TarHeader header) throws IOException {
        List<String> path = List.copyOf(folder);
        if (name.equals(OPAQUE)) {
            return new Whiteout(path, Kind.ALL, "");
        }
        if (name.startsWith(RESERVED)) {
            return new Whiteout(path, Kind.NOTHING, "");
        }
        String gone = name.substring(PREFIX.length());
        if (gone.isEmpty() || gone.equals(".") || gone.equals("..")) {
            throw new IOException("\"" + header.shown() + "\" takes away nothing that can be");
        }
        return new Whiteout(path, Kind.ONE, gone);
    }
}
