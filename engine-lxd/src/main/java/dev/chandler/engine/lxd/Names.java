package dev.chandler.engine.lxd;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import java.util.concurrent.ThreadLocalRandom;

/** Names of instances: letters, digits and hyphens, 63 at most, for they are names of hosts. */
final class Names {

    private static final int LONGEST_BUILD = 36;

    /** So many characters of a key tell it from all others on a daemon. */
    private static final int SHORT = 24;

    private Names() {}

    static String instance(ClientIdentity client) {
        String id = client.buildId().replaceAll("[^a-zA-Z0-9]", "-");
        String shortened = id.substring(0, Math.min(id.length(), LONGEST_BUILD));
        return "chandler-" + shortened + "-" + random();
    }

    static String state() {
        return "chandler-state-" + random();
    }

    static String filling() {
        return "chandler-filling-" + random();
    }

    static String checkpoint(Digest key) {
        return checkpoints(key) + random();
    }

    /** How the names of all states begin that are kept under a key, so that they are found without looking into any other. */
    static String checkpoints(Digest key) {
        return "chandler-cache-" + shortened(key) + "-";
    }

    static String shortened(Digest key) {
        return key.hex().substring(0, SHORT);
    }

    private static String random() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }
}
