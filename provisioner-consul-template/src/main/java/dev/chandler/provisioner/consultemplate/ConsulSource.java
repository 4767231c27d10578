package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.EngineException;

/** What answers requests: Consul, or a file in its place. Thread-safe. */
interface ConsulSource extends AutoCloseable {

    /**
     * Asks once.
     *
     * @throws EngineException if there is nobody to answer, or he may not be asked
     * @throws InterruptedException if cancelled
     */
    ConsulAnswer ask(ConsulRequest request) throws InterruptedException;

    @Override
    void close();
}
