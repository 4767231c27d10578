package dev.chandler.engine.lxd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The words by which a command's shell says, on both of its outputs, that the command has ended, and with which status; they
 * are taken out of what it writes. Thread-safe.
 *
 * <p>LXD tells of an end only when nobody has the command's output open any more, which a process that it has left behind
 * may have for ever. The words are one write of less than a pipe's {@code PIPE_BUF}, so that no other process's come
 * between; what comes before them on a stream is all that the command has written to it.
 */
final class EndMark {

    private static final int UNKNOWN = -1;

    private final String name = UUID.randomUUID().toString();
    private final byte[] words = ("Chandler-end-" + name + " ").getBytes(StandardCharsets.US_ASCII);
    private final CountDownLatch unfinished = new CountDownLatch(2);
    private volatile int status = UNKNOWN;

    /**
     * What the shell is to write after "Chandler-end-", and before a space, the status and the end of the line. The shell is given only
     * this, so that whoever lists the processes and their arguments does not write the words.
     */
    String name() {
        return name;
    }

    /** Waits until both streams have had the words, or have ended; false if one has not. */
    boolean await(Duration limit) throws InterruptedException {
        return unfinished.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The command's status; empty if no stream has had the words. */
    OptionalInt status() {
        return status == UNKNOWN ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** One of the two streams, read by one thread. */
    final class Stream {

        private final StringBuilder digits = new StringBuilder();
        private int matched;
        private boolean inStatus;
        private boolean finished;

        /**
         * Takes the words out of a chunk.
         *
         * @return what is the command's; what may be the beginning of the words is held back until more is known
         */
        byte[] without(byte[] chunk) {
            ByteArrayOutputStream others = new ByteArrayOutputStream(chunk.length + matched);
            for (byte value : chunk) {
                if (inStatus) {
                    takeStatus(value);
                } else {
                    take(value, others);
                }
            }
            return others.toByteArray();
        }

        /** The words' first letter is in them once, so that after a mismatch they can begin nowhere but there. */
        private void take(byte value, ByteArrayOutputStream others) {
            if (value != words[matched]) {
                others.write(words, 0, matched);
                matched = 0;
            }
            if (value != words[matched]) {
                others.write(value);
                return;
            }
            matched++;
            if (matched == words.length) {
                matched = 0;
                inStatus = true;
            }
        }

        private void takeStatus(byte value) {
            if (value != '\n') {
                digits.append((char) value);
                return;
            }
            inStatus = false;
            status = Integer.parseInt(digits.toString());
            finish();
        }

        /** There is no more; gives what was held back. */
        byte[] end() {
            byte[] rest = Arrays.copyOf(words, matched);
            matched = 0;
            finish();
            return rest;
        }

        private void finish() {
            if (!finished) {
                finished = true;
                unfinished.countDown();
            }
        }
    }
}
