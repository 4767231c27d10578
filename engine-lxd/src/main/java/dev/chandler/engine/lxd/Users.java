package dev.chandler.engine.lxd;

import java.util.Optional;

/**
 * Who a command runs as, found in the instance's own files: the daemon takes numbers alone, and reads no such files.
 *
 * <p>Source: LXD 5.0, {@code doc/instance-exec.md}, "User, groups and working directory".
 */
final class Users {

    /**
     * A user and its group.
     *
     * @param uid its number
     * @param gid the group's
     */
    record Identity(long uid, long gid) {}

    /** There is no such user, or group. */
    static final class UnknownException extends Exception {

        private static final long serialVersionUID = 1;

        private final String reason;

        UnknownException(String reason) {
            super(reason);
            this.reason = reason;
        }

        /** In one line. */
        String reason() {
            return reason;
        }
    }

    private static final Identity ROOT = new Identity(0, 0);

    private final InstanceFiles files;

    Users(InstanceFiles files) {
        this.files = files;
    }

    /**
     * Finds a user.
     *
     * @param given {@code user[:group]} by name or number; empty for root
     */
    Identity find(String given) throws UnknownException, InterruptedException {
        if (given.isEmpty() || given.equals("0") || given.equals("0:0")) {
            return ROOT;
        }
        String[] parts = given.split(":", 2);
        boolean numbers = parts.length == 2 && isNumber(parts[0]) && isNumber(parts[1]);
        if (numbers) {
            return new Identity(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }
        Identity user = user(parts[0]);
        return parts.length == 1 ? user : new Identity(user.uid, group(parts[1]));
    }

    private Identity user(String given) throws UnknownException, InterruptedException {
        Optional<String[]> line = line("/etc/passwd", given);
        if (line.isPresent() && line.get().length > 3) {
            return new Identity(Long.parseLong(line.get()[2]), Long.parseLong(line.get()[3]));
        }
        if (isNumber(given)) {
            return new Identity(Long.parseLong(given), 0);
        }
        throw new UnknownException("no user \"" + given + "\"");
    }

    private long group(String given) throws UnknownException, InterruptedException {
        if (isNumber(given)) {
            return Long.parseLong(given);
        }
        return Long.parseLong(
                line("/etc/group", given).orElseThrow(() -> new UnknownException("no group \"" + given + "\""))[2]);
    }

    /** By name first; a number is a name only where there is no such number. */
    private Optional<String[]> line(String file, String given) throws InterruptedException {
        String text = files.text(file).orElse("");
        int column = isNumber(given) ? 2 : 0;
        return text.lines()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > 2 && fields[column].equals(given) && isNumber(fields[2]))
                .findFirst();
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,10}");
    }
}
