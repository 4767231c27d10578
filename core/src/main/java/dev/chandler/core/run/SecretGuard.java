package dev.chandler.core.run;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.core.graph.Action;
import dev.chandler.core.graph.Task;
import dev.chandler.core.manifest.SecretSpec;
import dev.chandler.core.secret.SecretSearch;
import dev.chandler.core.secret.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps secrets out of states that are kept, and of the image's config. Confined to one thread. */
final class SecretGuard {

    private final Secrets secrets;
    private final Map<String, Action> given = new TreeMap<>();

    SecretGuard(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Remembers what the steps of a task were given; the next state that is kept is looked through for it. */
    void given(Task task) {
        task.actions()
                .forEach(action -> action.spec().secrets().stream()
                        .map(SecretSpec::name)
                        .forEach(name -> given.put(name, action)));
    }

    /** What was given up to now is in no state that was kept. */
    void kept() {
        given.clear();
    }

    /**
     * Looks through what has changed in an instance.
     *
     * @throws ProvisionException if a secret is in it
     */
    void check(Instance instance) throws InterruptedException {
        SecretSearch search = new SecretSearch(secrets, given.keySet());
        if (search.isEmpty()) {
            return;
        }
        Optional<SecretSearch.Finding> found;
        try (InputStream changes = instance.changes()) {
            found = search.tar(changes);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new EngineException(
                    Problem.of("CH-SECRET-009", "cannot look for secrets in " + instance.name())
                            .because(String.valueOf(e.getMessage()))
                            .remedy("build again"),
                    e);
        }
        if (found.isPresent()) {
            throw refused(found.get());
        }
    }

    private ProvisionException refused(SecretSearch.Finding found) {
        Action action = given.get(found.secret());
        if (action == null) {
            throw new IllegalStateException("nobody was given " + found.secret());
        }
        return new ProvisionException(Problem.of(
                        "CH-SECRET-008",
                        "step \"" + action.id() + "\" has left the secret \"" + found.secret() + "\" in \""
                                + found.path() + "\"")
                .at(action.spec().location())
                .because("what is there would be kept, and be in the image")
                .remedy("remove the file within the step, or do not write it: the secret is in $"
                        + GivenSecrets.VARIABLE + "/" + found.secret() + " as long as the step runs"));
    }

    /**
     * Looks through all that an image says about itself.
     *
     * @throws ProvisionException if there is a secret in it that has been read by now
     */
    void check(ImageConfig config, String author, List<String> names) {
        SecretSearch search = new SecretSearch(secrets);
        if (search.isEmpty()) {
            return;
        }
        Map<String, String> texts = texts(config);
        texts.put("author", author);
        texts.put("name", String.join(" ", names));
        texts.forEach((where, text) -> search.text(text).ifPresent(secret -> {
            throw new ProvisionException(
                    Problem.of("CH-SECRET-010", "the secret \"" + secret + "\" is in the image's config: " + where)
                            .because("everybody who has the image could read it")
                            .remedy("take it out, and give it to what runs when that runs"));
        }));
    }

    private static Map<String, String> texts(ImageConfig config) {
        Map<String, String> texts = new LinkedHashMap<>();
        config.env().forEach((name, value) -> texts.put("variable " + name, name + "=" + value));
        config.labels().forEach((name, value) -> texts.put("label " + name, name + "=" + value));
        config.cmd().ifPresent(words -> texts.put("cmd", String.join(" ", words)));
        config.entrypoint().ifPresent(words -> texts.put("entrypoint", String.join(" ", words)));
        config.healthcheck().ifPresent(check -> texts.put("healthcheck", String.join(" ", check.test())));
        texts.put("user", config.user());
        texts.put("workdir", config.workdir());
        texts.put("volumes", String.join(" ", config.volumes()));
        texts.put("onbuild", String.join("\n", config.onBuild()));
        texts.put("shell", String.join(" ", config.shell()));
        texts.put("stop-signal", config.stopSignal());
        return texts;
    }
}
