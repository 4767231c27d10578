package dev.chandler.core.manifest.template;

/** A template was ended because it took more than it may. */
final class LimitExceeded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LimitExceeded(String why) {
        super(why, null, false, false);
    }
}
