package dev.chandler.lib.oci;

import java.io.IOException;

/** That the files of a layer are larger than what there is room for. */
public final class NoRoomException extends IOException {

    private static final long serialVersionUID = 1;

    NoRoomException(long mostBytes) {
        super("its files are larger than the " + mostBytes + " bytes that there is room for");
    }
}
