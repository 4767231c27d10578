package dev.chandler.provisioner.consultemplate;

import java.nio.charset.StandardCharsets;

/** What Consul says. Immutable. */
final class ConsulAnswer {

    static final int OK = 200;
    static final int NOT_FOUND = 404;

    private static final int MAX_WORDS = 200;

    private final int status;
    private final byte[] body;
    private final long index;

    /**
     * Makes one.
     *
     * @param status HTTP's
     * @param body its content, its own from now on
     * @param index at what state of the server, more than 0
     */
    ConsulAnswer(int status, byte[] body, long index) {
        this.status = status;
        this.body = body;
        this.index = index;
    }

    static ConsulAnswer json(String json) {
        return new ConsulAnswer(OK, json.getBytes(StandardCharsets.UTF_8), 1);
    }

    static ConsulAnswer notFound() {
        return new ConsulAnswer(NOT_FOUND, new byte[0], 1);
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body.clone();
    }

    long index() {
        return index;
    }

    boolean isFound() {
        return status == OK;
    }

    /** Whether it says what there is, be it nothing. */
    boolean isGood() {
        return status == OK || status == NOT_FOUND;
    }

    /** Whether it looks like JSON's list, as all that there is of keys is. */
    boolean isList() {
        return text().stripLeading().startsWith("[");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** For an error: its status and the first of what it says. */
    String words() {
        String line = text().strip().lines().findFirst().orElse("");
        String said = line.length() > MAX_WORDS ? line.substring(0, MAX_WORDS) + "…" : line;
        return "status " + status + (said.isEmpty() ? "" : ": " + said);
    }
}
