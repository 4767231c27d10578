package dev.chandler.provisioner.exec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A user and a group in numbers. */
record Owner(int uid, int gid) {

    static final Owner ROOT = new Owner(0, 0);

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,10})(?::(\\d{1,10}))?");

    /** Reads {@code 1000:1000} or {@code 1000}, where the group has the user's number. */
    static Optional<Owner> parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long uid = Long.parseLong(matcher.group(1));
        long gid = matcher.group(2) == null ? uid : Long.parseLong(matcher.group(2));
        boolean fits = uid <= Integer.MAX_VALUE && gid <= Integer.MAX_VALUE;
        return fits ? Optional.of(new Owner((int) uid, (int) gid)) : Optional.empty();
    }

    @Override
    public String toString() {
        return uid + ":" + gid;
    }
}
