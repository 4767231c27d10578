package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;

/** What a module's templates find in the place of Consul: its user has not said what they may know of it. */
record NoConsul() implements ConsulSource {

    @Override
    public ConsulAnswer ask(ConsulRequest request) {
        throw new ProvisionException(
                Problem.of("CH-MODULE-017", "a module's template asks Consul for " + RequestNames.of(request))
                        .because("a module may come from anybody, and is shown nothing that you may read of Consul")
                        .remedy("have the module take it as a parameter, or from a file of its own by values:; or put"
                                + " the step into the manifest"));
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
