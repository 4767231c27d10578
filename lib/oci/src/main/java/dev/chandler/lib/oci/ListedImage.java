package dev.chandler.lib.oci;

import dev.chandler.api.artifact.Platform;
import java.util.List;

/** One of the images that a layout or an archive lists; no more of it is read than is asked for. */
interface ListedImage {

    /** What the file calls it: whole names, or tags alone. */
    List<String> names();

    Platform platform() throws UnreadableImageException;

    ImageFile image() throws UnreadableImageException;
}
