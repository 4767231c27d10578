package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;

/** Says what it means that something of ours could not be read or written. */
final class FileTrouble {

    private FileTrouble() {}

    /**
     * Tells a failure from an interrupt, which ends reading and writing too.
     *
     * @param what what could not be done
     * @throws InterruptedException if it was an interrupt
     */
    static EngineException of(String what, IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            InterruptedException interrupted = new InterruptedException();
            interrupted.initCause(e);
            throw interrupted;
        }
        return new EngineException(
                Problem.of("CH-CONSUL-018", what)
                        .because(String.valueOf(e.getMessage()))
                        .remedy("give the client's temporary folder room and a short name (java.io.tmpdir, TMPDIR), and"
                                + " look at the engine"),
                e);
    }
}
