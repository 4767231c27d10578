package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import java.util.Optional;

/** What is ours, as keys of an instance's, image's or volume's configuration, where {@code user.*} is free. */
final class Labels {

    private static final String USER = "user.";

    static final String VERSION = USER + ClientIdentity.VERSION_LABEL;
    static final String BUILD = USER + ClientIdentity.BUILD_LABEL;
    static final String KEY = USER + ClientIdentity.KEY_LABEL;
    static final String TOOLBOX = USER + ClientIdentity.TOOLBOX_LABEL;
    static final String CLAIMS = USER + ClientIdentity.CLAIMS_LABEL;

    /** Which state an instance was made of, by that one's name. */
    static final String FROM = USER + "dev.chandler.from";

    /** That something is no instance to run, but a state. */
    static final String STATE = USER + "dev.chandler.state";

    /** The build that is making a state which bears its key already; says nothing any more once the daemon has noted the copy. */
    static final String MAKING = USER + "dev.chandler.making";

    /**
     * What the daemon itself writes when a copy's file system is there; a start would take it away, and no state is started. Source: LXD
     * 5.0, {@code lxd/instance.go}, {@code instanceCreateAsCopy}; {@code doc/instances.md}, "volatile".
     */
    private static final String TEMPLATE = "volatile.apply_template";

    private static final String COPIED = "copy";

    /**
     * Files of a state that are only there because something was mounted over them, and are to go if they are empty; a word each.
     */
    static final String MADE = USER + "dev.chandler.made";

    /** Which mount a volume is for, by its name. */
    static final String CACHE = USER + "dev.chandler.cache";

    private Labels() {}

    /** The key that a state is found by; empty where it has none, or is not whole. */
    static Optional<Digest> key(JsonObject config) {
        return isWhole(config) ? digest(config, KEY) : Optional.empty();
    }

    /** False only of a state that is being made, or was left half made. */
    static boolean isWhole(JsonObject config) {
        return text(config, MAKING).isEmpty() || Json.text(config, TEMPLATE).equals(COPIED);
    }

    /** Whose build something belongs to; what is kept under a key belongs to none. */
    static Optional<String> build(JsonObject config) {
        return text(config, BUILD).or(() -> isWhole(config) ? Optional.empty() : text(config, MAKING));
    }

    /** Labels that were taken away are there, but empty. */
    static Optional<String> text(JsonObject config, String label) {
        return Optional.of(Json.text(config, label)).filter(value -> !value.isEmpty());
    }

    static Optional<Digest> digest(JsonObject config, String label) {
        return text(config, label).map(Digest::new);
    }
}
