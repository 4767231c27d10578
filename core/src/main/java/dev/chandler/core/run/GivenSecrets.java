package dev.chandler.core.run;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.Communicator;
import dev.chandler.api.provision.DevFolder;
import dev.chandler.core.graph.Action;
import dev.chandler.core.secret.SecretValue;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The secrets of one step as files in its instance, there for one try of it. Confined to one thread at a time. */
final class GivenSecrets {

    /** What tells a step where they are. */
    static final String VARIABLE = "CHANDLER_SECRETS";

    private static final Set<String> ROOT = Set.of("", "0", "root");

    private final Action action;
    private final List<SecretValue> values;
    private final DevFolder folder;
    private boolean begun;
    private boolean whole;

    /**
     * Makes nothing yet.
     *
     * @param user who may read them, {@code user[:group]}
     */
    GivenSecrets(
            Action action,
            List<SecretValue> values,
            Communicator communicator,
            Function<List<String>, Command.Builder> commands,
            String user) {
        this.action = action;
        this.values = values;
        this.folder = new DevFolder(communicator, commands, name(action), Optional.of(ROOT.contains(user) ? "" : user));
    }

    /** The same each time, for the step can see it, and another one for each branch. */
    private static String name(Action action) {
        return "chandler-secrets-" + Digest.of(action.id()).shortHex();
    }

    /** What is added to the step's environment. */
    Map<String, String> env() {
        return values.isEmpty() ? Map.of() : Map.of(VARIABLE, folder.path());
    }

    void put() throws InterruptedException {
        for (SecretValue value : values) {
            begun = true;
            try {
                folder.put(value.name(), 0400, command -> command.stdin(() -> new ByteArrayInputStream(value.bytes())));
            } catch (DevFolder.NotPossible e) {
                throw failed("could not be given its secrets", e);
            }
        }
        whole = true;
    }

    /** Takes them away, whatever the step has made of them. */
    void remove() throws InterruptedException {
        if (!begun) {
            return;
        }
        try {
            folder.remove();
        } catch (DevFolder.NotPossible e) {
            // Where they could not be put the reason has been told.
            if (whole) {
                throw failed("has left secrets that cannot be taken away", e);
            }
        }
    }

    private ProvisionException failed(String what, DevFolder.NotPossible e) {
        return new ProvisionException(
                Problem.of("CH-SECRET-006", "step \"" + action.id() + "\" " + what)
                        .at(action.spec().location())
                        .because(e.getMessage())
                        .remedy("the base needs /bin/sh, cat, mkdir, chmod, rm, and chown for users but root"),
                e);
    }
}
