package dev.chandler.engine.local;

/** Names of images. */
final class ImageName {

    private ImageName() {}

    /** A name with its tag, {@code latest} where it has none. */
    static String whole(String name) {
        return name.lastIndexOf(':') > name.lastIndexOf('/') ? name : name + ":latest";
    }
}
