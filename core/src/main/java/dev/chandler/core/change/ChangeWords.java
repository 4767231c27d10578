package dev.chandler.core.change;

import java.util.List;

/** Says in words why something runs; {@code plan} and {@code why} have all of theirs from here. */
public final class ChangeWords {

    private ChangeWords() {}

    /**
     * Says what has become of an input.
     *
     * @param change the input
     * @return {@code content of conf/app.conf changed}
     */
    public static String of(Change change) {
        return change.subject()
                + switch (change.kind()) {
                    case CHANGED -> " changed";
                    case NEW -> " is new";
                    case GONE -> " is gone";
                };
    }

    /**
     * Says why something runs whose own inputs, or whose base's, have changed.
     *
     * @param changes at least one
     * @return the first, and how many there are besides
     */
    public static String because(List<Change> changes) {
        String more = changes.size() == 1 ? "" : ", and " + (changes.size() - 1) + " more";
        return because(of(changes.get(0)) + more);
    }

    /**
     * Says why something runs that stands on another state.
     *
     * @param id the step that has changed
     * @param directly whether nothing is between
     * @return words
     */
    public static String stepChanged(String id, boolean directly) {
        return because(before(id, directly) + ", changed");
    }

    /**
     * Says why something runs that has not changed, nor anything before it.
     *
     * @param id the step that runs before
     * @param directly whether nothing is between
     * @return words
     */
    public static String stepRuns(String id, boolean directly) {
        return because(before(id, directly) + ", runs");
    }

    /**
     * Says why something runs before which a step was that is no more.
     *
     * @param title what that did
     * @return words
     */
    public static String stepGone(String title) {
        return because("a step before it is gone: " + title);
    }

    /**
     * Says why something runs that stands elsewhere among the same steps.
     *
     * @return words
     */
    public static String moved() {
        return because("the order of the steps changed");
    }

    /**
     * Says why something runs that was not there before.
     *
     * @return words
     */
    public static String isNew() {
        return because("it is new");
    }

    /**
     * Says why something runs that has failed, or was never come to.
     *
     * @return words
     */
    public static String neverEnded() {
        return because("no run of it is known that ended well");
    }

    /**
     * Says why something runs of which nothing has changed.
     *
     * @return words
     */
    public static String stateGone() {
        return because("its state was not kept or is gone, though nothing changed");
    }

    /**
     * Says why a test runs of which nothing has changed.
     *
     * @return words
     */
    public static String verdictGone() {
        return because("there is no verdict of it on this very state, though nothing changed");
    }

    private static String before(String id, boolean directly) {
        return (directly ? "the step before it, " : "a step before it, ") + id;
    }

    private static String because(String words) {
        return "because " + words;
    }
}
