package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.registry.ImagePlace;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A name of an image, as Docker reads it: {@code debian:12} is {@code docker.io/library/debian:12}.
 *
 * @param written as somebody wrote it
 * @param place what it means
 */
record ImageName(String written, ImagePlace place) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:/@-]+");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?");
    private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9]+((\\.|_{1,2}|-+)[a-z0-9]+)*");
    private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}|sha256:[0-9a-f]{64}");
    private static final Pattern ID = Pattern.compile("(?:sha256:)?([0-9a-f]{64})");

    /** Reads one; empty if it is none. */
    static Optional<ImageName> parse(String name) {
        if (!FORM.matcher(name).matches()) {
            return Optional.empty();
        }
        ImagePlace place = ImagePlace.parse(name);
        boolean valid = HOST.matcher(place.registry()).matches()
                && TAG.matcher(place.tag()).matches()
                && Stream.of(place.repository().split("/", -1))
                        .allMatch(part -> REPOSITORY.matcher(part).matches());
        return valid ? Optional.of(new ImageName(name, place)) : Optional.empty();
    }

    /** The digest that is an image's id, where that is what somebody wrote. */
    static Optional<Digest> id(String name) {
        Matcher id = ID.matcher(name);
        return id.matches() ? Optional.of(new Digest(id.group(1))) : Optional.empty();
    }

    /** With nothing left out: two that mean the same are the same. */
    String whole() {
        return place.registry() + "/" + place.repository() + (isPinned() ? "@" : ":") + place.tag();
    }

    /** As it was written, with its tag. */
    String tagged() {
        boolean hasTag = written.indexOf('@') >= 0 || written.lastIndexOf(':') > written.lastIndexOf('/');
        return hasTag ? written : written + ":latest";
    }

    boolean isPinned() {
        return place.tag().startsWith("sha256:");
    }

    /** The name of what has a digest at the same place, as it was written. */
    String pinned(Digest digest) {
        String tagged = tagged();
        int end = tagged.indexOf('@') >= 0 ? tagged.indexOf('@') : tagged.lastIndexOf(':');
        return tagged.substring(0, end) + "@" + digest;
    }

    /** The whole name of what has a digest at the same place. */
    String wholePinned(Digest digest) {
        return place.registry() + "/" + place.repository() + "@" + digest;
    }
}
