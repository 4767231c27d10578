package dev.chandler.core.manifest.template;

import dev.chandler.core.manifest.value.Value;
import freemarker.template.TemplateModelException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An expression used a value that is not known yet, or not at all. */
final class Postponed extends TemplateModelException {

    private static final long serialVersionUID = 1L;

    private final transient Value instead;

    Postponed(Value instead) {
        super("not known");
        this.instead = instead;
    }

    /** What the expression gives instead: {@link Value.Deferred} or {@link Value.Failed}. */
    Value instead() {
        return instead;
    }

    /** Finds out whether an error goes back to such a use. */
    static Optional<Value> behind(Throwable error) {
        @Nullable Throwable cause = error;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof Postponed postponed) {
                return Optional.of(postponed.instead());
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
