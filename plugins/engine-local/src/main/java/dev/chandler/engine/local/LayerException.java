package dev.chandler.engine.local;

import java.io.IOException;

/** That a layer which is here cannot be unpacked: so it is not where it came from that is to blame for not giving it. */
final class LayerException extends IOException {

    private static final long serialVersionUID = 1;

    LayerException(IOException cause) {
        super(BaseProblems.words(cause), cause);
    }
}
