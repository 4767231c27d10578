package dev.chandler.core.change;

import dev.chandler.api.cache.Digest;
import java.util.Optional;

/**
 * One input that differs between two builds.
 *
 * @param kind what has become of it
 * @param subject which it is, in the user's words: {@code content of conf/app.conf}
 * @param before what it was, where that may be shown
 * @param after what it is, likewise
 * @param content where there may be lines to be compared
 */
public record Change(
        Kind kind, String subject, Optional<String> before, Optional<String> after, Optional<Content> content) {

    /** What has become of an input. */
    public enum Kind {
        /** It was there before, and had another value. */
        CHANGED,
        /** It was not there before. */
        NEW,
        /** It is not there any more. */
        GONE
    }

    /**
     * A file's content before and after.
     *
     * @param field the field of the key
     * @param entry the entry of the field, where that is a map; empty where it is not
     * @param before the digest before
     * @param after the digest after
     */
    public record Content(String field, String entry, Digest before, Digest after) {}

    /** An input with another value, which may be shown. */
    static Change of(String subject, String before, String after) {
        return new Change(Kind.CHANGED, subject, Optional.of(before), Optional.of(after), Optional.empty());
    }

    /** One of which only the name may be said. */
    static Change named(Kind kind, String subject) {
        return new Change(kind, subject, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Whether it is the base.
     *
     * @return false for all else
     */
    public boolean isBase() {
        return subject.equals("base");
    }

    /**
     * The same with names for what are digests.
     *
     * @param nameBefore what it was called
     * @param nameAfter what it is called
     * @return another change
     */
    public Change called(String nameBefore, String nameAfter) {
        return new Change(
                kind,
                subject,
                before.map(digest -> nameBefore + " (" + digest + ")"),
                after.map(digest -> nameAfter + " (" + digest + ")"),
                Optional.empty());
    }

    /**
     * An action that was not there before, in a step of several.
     *
     * @param title what it does
     * @return the change
     */
    public static Change added(String title) {
        return named(Kind.NEW, title);
    }

    /**
     * An action that is not there any more, in a step of several.
     *
     * @param id its id
     * @return the change
     */
    public static Change removed(String id) {
        return named(Kind.GONE, id);
    }

    /**
     * The order of a step's actions, or in which branches they are.
     *
     * @return the change
     */
    public static Change order() {
        return named(Kind.CHANGED, "the order of its commands");
    }

    /**
     * Something outside that was read and says something else by now, or nothing.
     *
     * @param name what it is
     * @return the change, without values
     */
    public static Change observed(String name) {
        return named(Kind.CHANGED, name);
    }

    /**
     * A variable with another value.
     *
     * @param name its name
     * @param before its value before
     * @param after its value now
     * @return the change
     */
    public static Change variable(String name, String before, String after) {
        return of("variable " + name, before, after);
    }
}
