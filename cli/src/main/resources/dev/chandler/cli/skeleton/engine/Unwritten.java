package @package@;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;

/** What is not written yet says so. */
final class Unwritten {

    private Unwritten() {}

    static EngineException method(String name) {
        return new EngineException(Problem.of("@NAME@-001", "the engine \"@name@\" is not written yet")
                .because(name + " does nothing so far")
                .remedy("write it; its Javadoc in Chandler's API says what it has to do"));
    }
}
