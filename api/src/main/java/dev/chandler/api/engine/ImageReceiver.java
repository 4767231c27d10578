package dev.chandler.api.engine;

import java.io.IOException;
import java.io.InputStream;
import org.apiguardian.api.API;

/**
 * Takes an image's content, as {@link Engine#export} gives it: in one pass, in whatever order the engine has it.
 *
 * <p>Called from one thread, one call at a time. Layers are told apart by the digests of their content, which the config
 * lists as {@code diff_ids}: a receiver makes the digests itself, and so finds out whether all came, and came whole.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ImageReceiver {

    /**
     * Takes the config; called once.
     *
     * @param json the bytes of an <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md">OCI image
     *     config</a>
     * @throws IOException if it cannot be kept; the engine passes it on
     */
    void config(byte[] json) throws IOException;

    /**
     * Takes a layer; called once for each layer of different content, those that are equal need not come again.
     *
     * @param tar the layer as an uncompressed tar stream, byte for byte that of its diff id; to be read to its end, and
     *     the engine's to close
     * @throws IOException if it cannot be kept, or the stream fails; the engine passes on the former
     */
    void layer(InputStream tar) throws IOException;
}
