package dev.chandler.core.output;

import java.util.Optional;
import java.util.regex.Pattern;

/** Names of images as they are written. */
public final class ImageReference {

    /** What a name looks like, for messages. */
    public static final String WRITTEN =
            "it is written team/name:tag or host:5000/team/name:tag, the name in small letters";

    /** As the <a href="https://github.com/distribution/reference">distribution project</a> has a repository's name. */
    public static final String REPOSITORY =
            "([A-Za-z0-9.-]+(:\\d+)?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*";

    /** What a tag is. */
    public static final String TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";

    private static final Pattern REPOSITORIES = Pattern.compile(REPOSITORY);
    private static final Pattern REFERENCES = Pattern.compile(REPOSITORY + "(:" + TAG + ")?");

    /** No registry takes as much; of far more, the stack would not suffice for the patterns. */
    private static final int LONGEST = 1000;

    private ImageReference() {}

    /**
     * Looks at a name without a tag.
     *
     * @param text the name
     * @return whether it can be a repository's
     */
    public static boolean isRepository(String text) {
        return matches(REPOSITORIES, text);
    }

    private static boolean matches(Pattern pattern, String text) {
        return text.length() <= LONGEST && pattern.matcher(text).matches();
    }

    /**
     * Completes a name.
     *
     * @param text the name, with or without a tag
     * @return the name with its tag, {@code latest} where it has none; empty if it cannot be a name
     */
    public static Optional<String> tagged(String text) {
        if (!matches(REFERENCES, text)) {
            return Optional.empty();
        }
        boolean hasTag = text.lastIndexOf(':') > text.lastIndexOf('/');
        return Optional.of(hasTag ? text : text + ":latest");
    }
}
