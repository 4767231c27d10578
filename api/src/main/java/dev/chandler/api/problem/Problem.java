package dev.chandler.api.problem;

import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong, in words for the person who can put it right.
 *
 * <p>The {@linkplain #what() first line} stands alone; {@linkplain #why() why} is in the words of the system that
 * refused, {@linkplain #remedy() remedy} says what to do next. Immutable; made by {@link #of} and the {@code with}ers:
 *
 * <pre>{@code
 * Problem.of("CH-MANIFEST-003", "unknown provisioner \"exce\"")
 *         .at(location)
 *         .because("available: exec, copy")
 *         .remedy("did you mean \"exec\"?")
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Problem {

    private final String code;
    private final String what;
    private final @Nullable Location where;
    private final @Nullable String why;
    private final @Nullable String remedy;

    private Problem(String code, String what, @Nullable Location where, @Nullable String why, @Nullable String remedy) {
        this.code = Objects.requireNonNull(code, "code");
        this.what = Objects.requireNonNull(what, "what");
        this.where = where;
        this.why = why;
        this.remedy = remedy;
    }

    /**
     * Makes a problem that so far says only what is wrong.
     *
     * @param code a stable name such as {@code CH-MANIFEST-003}, for searching
     * @param what one line that stands alone, names quoted
     * @return the problem
     */
    public static Problem of(String code, String what) {
        return new Problem(code, what, null, null, null);
    }

    /**
     * The same problem, at a place.
     *
     * @param where where it is, or null where no place is known
     * @return a new problem
     */
    public Problem at(@Nullable Location where) {
        return new Problem(code, what, where, why, remedy);
    }

    /**
     * The same problem, with its reason.
     *
     * @param why the reason, in the words of the system that refused; may have several lines
     * @return a new problem
     */
    public Problem because(@Nullable String why) {
        return new Problem(code, what, where, why, remedy);
    }

    /**
     * The same problem, with what to do.
     *
     * @param remedy what to do next; may have several lines
     * @return a new problem
     */
    public Problem remedy(@Nullable String remedy) {
        return new Problem(code, what, where, why, remedy);
    }

    /**
     * The stable name.
     *
     * @return for example {@code CH-MANIFEST-003}
     */
    public String code() {
        return code;
    }

    /**
     * What is wrong.
     *
     * @return one line
     */
    public String what() {
        return what;
    }

    /**
     * Where it is.
     *
     * @return the place, if one is known
     */
    public Optional<Location> where() {
        return Optional.ofNullable(where);
    }

    /**
     * Why it is so.
     *
     * @return the reason, if one is known
     */
    public Optional<String> why() {
        return Optional.ofNullable(why);
    }

    /**
     * What to do.
     *
     * @return the next thing to do, if there is one
     */
    public Optional<String> remedy() {
        return Optional.ofNullable(remedy);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Problem that
                && code.equals(that.code)
                && what.equals(that.what)
                && Objects.equals(where, that.where)
                && Objects.equals(why, that.why)
                && Objects.equals(remedy, that.remedy);
    }

    @Override
    public int hashCode() {
        return Objects.hash(code, what, where, why, remedy);
    }

    /**
     * Everything in one string, for logs and exceptions; terminals are given better.
     *
     * @return {@code where: what [code]: why; remedy}
     */
    @Override
    public String toString() {
        return (where == null ? "" : where + ": ")
                + what
                + " ["
                + code
                + "]"
                + (why == null ? "" : ": " + why)
                + (remedy == null ? "" : "; " + remedy);
    }
}
