package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import java.util.List;
import java.util.Set;

/**
 * What a module's templates find in the place of Consul: its user has not said what they may know of it.
 *
 * <p>Calls of functions that ask Consul are looked for when the step is prepared; what a consul-template that is newer than this
 * list asks for all the same is refused when it does.
 */
record NoConsul() implements ConsulSource {

    /** The functions of consul-template that ask Consul, but for those that {@link DeniedFunctions} has nobody call. */
    private static final Set<String> FUNCTIONS = Set.of(
            "key",
            "keyExists",
            "keyExistsGet",
            "keyOrDefault",
            "ls",
            "safeLs",
            "tree",
            "safeTree",
            "service",
            "services",
            "connect",
            "node",
            "nodes",
            "datacenters");

    /** What a template asks Consul for, as far as its text says so. */
    static List<Problem> asked(TemplateSettings template) {
        if (!template.isRendered()) {
            return List.of();
        }
        TemplateText text = template.text();
        return TemplateCalls.of(text.readable(), template.delimiters(), FUNCTIONS).stream()
                .map(call -> refused(": it calls \"" + call.function() + "\"", text.lineWords(call.line()))
                        .at(text.place(call.line(), call.column())))
                .toList();
    }

    @Override
    public ConsulAnswer ask(ConsulRequest request) {
        throw new ProvisionException(refused(" for " + RequestNames.of(request), ""));
    }

    private static Problem refused(String what, String place) {
        return Problem.of("CH-MODULE-017", "a module's template asks Consul" + what)
                .because(place + "a module may come from anybody, and is shown nothing that you may read of Consul")
                .remedy("have the module take it as a parameter, or from a file of its own by values:; or put"
                        + " the step into the manifest");
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
