package dev.chandler.core.output;

import java.util.Optional;
import java.util.regex.Pattern;

/** Names of images as they are written. */
public final class ImageReference {

    /** What a name looks like, for messages. */
    public static final String WRITTEN =
            "it is written team/name:tag or host:5000/team/name:tag, the name in small letters";

    /** As the <a href="https://github.com/distribution/reference">distribution project</a> has it, without a digest. */
    private static final Pattern REFERENCE =
            Pattern.compile("([A-Za-z0-9.-]+(:[0-9]+)?/)?" + "[a-z0-9]+([._-]+[a-z0-9]+)*"
                    + "(/[a-z0-9]+([._-]+[a-z0-9]+)*)*" + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?");

    private ImageReference() {}

    /**
     * Completes a name.
     *
     * @param text the name, with or without a tag
     * @return the name with its tag, {@code latest} where it has none; empty if it cannot be a name
     */
    public static Optional<String> tagged(String text) {
        if (!REFERENCE.matcher(text).matches()) {
            return Optional.empty();
        }
        boolean hasTag = text.lastIndexOf(':') > text.lastIndexOf('/');
        return Optional.of(hasTag ? text : text + ":latest");
    }
}
