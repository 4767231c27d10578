package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Ends a test of something that an engine does not say it can do, once that engine has refused to do it: the test has passed
 * then. An engine that does it all the same, or only half, fails.
 */
final class GapProven extends RuntimeException {

    private static final long serialVersionUID = 1;

    private GapProven(Set<Capability> gap) {
        super("has refused " + gap, null, false, false);
    }

    /**
     * Goes on where an engine says that it can do all of it.
     *
     * @param attempt asks for it
     */
    static void unless(Engine engine, Set<Capability> needs, ThrowingCallable attempt) {
        if (!engine.capabilities().containsAll(needs)) {
            assertThatThrownBy(attempt)
                    .as("what is not among the capabilities is refused: %s", needs)
                    .isInstanceOf(UnsupportedOperationException.class);
            throw new GapProven(needs);
        }
    }

    /** For classes whose tests may end so. */
    static final class Passes implements TestExecutionExceptionHandler {

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
            if (!(thrown instanceof GapProven)) {
                throw thrown;
            }
        }
    }
}
