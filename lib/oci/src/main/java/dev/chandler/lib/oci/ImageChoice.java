package dev.chandler.lib.oci;

import dev.chandler.api.artifact.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which one is meant of the images that a layout or an archive has.
 *
 * <p>Those with the name; of these, those for the platform that is wanted; where there are still several, those for the one
 * that is preferred, if any. Entries that lead to the same image are one. Immutable.
 *
 * @param name what the file calls it, a whole name or, in a layout, a tag alone; {@code app} is {@code app:latest}; empty for
 *     any
 * @param wanted what it is to run on; empty for anything
 * @param preferred what it is to run on where there is a choice; empty for none
 */
public record ImageChoice(Optional<String> name, Optional<Platform> wanted, Optional<Platform> preferred) {

    private static final String LATEST = ":latest";

    /** An image, and what it runs on. */
    private record Placed(ListedImage image, Platform platform) {

        boolean suits(Platform wanted) {
            return platform.suits(wanted);
        }

        boolean isFor(Platform wanted) {
            return platform.equals(wanted);
        }

        @Override
        public String toString() {
            List<String> names = image.names();
            return names.isEmpty() ? platform.toString() : String.join(", ", names) + " for " + platform;
        }
    }

    /**
     * The image for a platform, whatever its name is.
     *
     * @param wanted what it is to run on; empty where there is one image
     * @return the choice
     */
    public static ImageChoice of(Optional<Platform> wanted) {
        return new ImageChoice(Optional.empty(), wanted, Optional.empty());
    }

    ImageFile from(List<? extends ListedImage> images) throws UnreadableImageException {
        if (images.isEmpty()) {
            throw new UnreadableImageException("there is no image in it");
        }
        List<? extends ListedImage> named = images.stream()
                .filter(image -> name.isEmpty() || image.names().stream().anyMatch(this::means))
                .toList();
        if (named.isEmpty()) {
            throw new AmbiguousImageException(
                    "it has no image \"" + name.orElseThrow() + "\", but " + words(placed(images)));
        }
        List<Placed> placed = placed(named);
        List<Placed> suitable = wanted.isEmpty() ? placed : having(placed, image -> image.suits(wanted.get()));
        if (suitable.isEmpty()) {
            throw new AmbiguousImageException(
                    "it has none for " + wanted.orElseThrow() + ", but one for " + words(placed));
        }
        Optional<Platform> better = wanted.or(() -> preferred);
        if (better.isPresent()) {
            suitable = orAll(suitable, image -> image.suits(better.get()));
            suitable = orAll(suitable, image -> image.isFor(better.get()));
        }
        return only(suitable);
    }

    private boolean means(String has) {
        String wants = name.orElse("");
        return has.equals(wants) || whole(has).equals(whole(wants));
    }

    /** As Docker shortens names, and those who have learnt it from there do not. */
    private static String whole(String name) {
        String shorter = withoutPrefix(withoutPrefix(name, "docker.io/"), "library/");
        boolean hasTag = shorter.lastIndexOf(':') > shorter.lastIndexOf('/');
        return hasTag ? shorter : shorter + LATEST;
    }

    private static String withoutPrefix(String name, String prefix) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    private static List<Placed> placed(List<? extends ListedImage> images) throws UnreadableImageException {
        List<Placed> placed = new ArrayList<>();
        for (ListedImage image : images) {
            placed.add(new Placed(image, image.platform()));
        }
        return placed;
    }

    private static List<Placed> having(List<Placed> images, Predicate<Placed> condition) {
        return images.stream().filter(condition).toList();
    }

    private static List<Placed> orAll(List<Placed> images, Predicate<Placed> condition) {
        List<Placed> some = having(images, condition);
        return some.isEmpty() ? images : some;
    }

    private static ImageFile only(List<Placed> images) throws UnreadableImageException {
        ImageFile image = images.get(0).image().image();
        for (Placed other : images.subList(1, images.size())) {
            if (!other.image().image().id().equals(image.id())) {
                throw new AmbiguousImageException("it has several images: " + words(images));
            }
        }
        return image;
    }

    private static String words(List<Placed> images) {
        return String.join(
                "; ", images.stream().map(Placed::toString).distinct().toList());
    }
}
