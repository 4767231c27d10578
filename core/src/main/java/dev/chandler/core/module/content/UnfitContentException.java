package dev.chandler.core.module.content;

import java.io.IOException;
import java.util.List;

/** That files cannot be a module's. What it says is for users, and names each of them. */
public final class UnfitContentException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    UnfitContentException(List<String> reasons) {
        super(String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    /**
     * Says that they cannot.
     *
     * @param reason a sentence without a full stop
     */
    public UnfitContentException(String reason) {
        this(List.of(reason));
    }

    /**
     * All that is wrong.
     *
     * @return at least one sentence without a full stop
     */
    public List<String> reasons() {
        return reasons;
    }
}
