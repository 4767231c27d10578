package dev.chandler.core.run;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.Communicator;
import dev.chandler.api.provision.StepContext;
import dev.chandler.api.provision.StepFolder;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.event.StepOutputSink;
import dev.chandler.core.graph.Action;
import dev.chandler.core.graph.ProvisionerBug;
import dev.chandler.core.manifest.Reference;
import dev.chandler.core.manifest.SecretSpec;
import dev.chandler.core.plan.Durations;
import dev.chandler.core.secret.MaskedSink;
import dev.chandler.core.secret.Masking;
import dev.chandler.core.secret.SecretValue;
import dev.chandler.core.secret.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Runs one action in an instance: its tries, each within its time, and what it writes.
 *
 * <p>When it returns, nothing that the action started runs any more. Thread-safe.
 */
final class ActionRunner {

    private final Surroundings surroundings;
    private final EventBus events;
    private final Outputs outputs;
    private final Secrets secrets;
    private final StepFolders folders;
    private final Masking masking;
    private final String look;

    ActionRunner(
            Surroundings surroundings,
            EventBus events,
            Outputs outputs,
            Secrets secrets,
            StepFolders folders,
            boolean keeps) {
        this.look = keeps
                ? "look into the instance that was kept, which a note above names"
                : "run again with --on-error keep to look inside";
        this.surroundings = surroundings;
        this.folders = folders;
        this.events = events;
        this.outputs = outputs;
        this.secrets = secrets;
        this.masking = secrets.masking();
    }

    /**
     * Runs an action.
     *
     * @param action what to run
     * @param step the id under which its output is published
     * @param instance where to run it
     * @param mark tells its processes from those of the branches beside it; empty where there are none
     * @return what it has noted of what it read from outside; of the try that succeeded
     * @throws ProvisionException the last try's, if all failed
     */
    Map<String, Digest> run(Action action, String step, Instance instance, Optional<String> mark)
            throws InterruptedException {
        List<SecretValue> values = values(action);
        int attempts = action.spec().retries() + 1;
        for (int attempt = 1; ; attempt++) {
            try (StepFolders.OfTry folder = folders.ofTry(action, instance)) {
                return attempt(action, step, instance, mark, values, folder);
            } catch (ProvisionException e) {
                if (attempt == attempts) {
                    throw e;
                }
                events.publish(new RunEvent.StepRetried(
                        step, attempt, attempts, e.problems().get(0)));
            }
        }
    }

    /** Outside of the step's time: what it takes to get at them is not the step's doing. */
    private List<SecretValue> values(Action action) throws InterruptedException {
        List<SecretValue> values = new ArrayList<>();
        for (SecretSpec spec : action.spec().secrets()) {
            values.add(secrets.value(spec));
        }
        return values;
    }

    private Map<String, Digest> attempt(
            Action action,
            String step,
            Instance instance,
            Optional<String> mark,
            List<SecretValue> values,
            StepFolders.OfTry folder)
            throws InterruptedException {
        MaskedCommunicator communicator = new MaskedCommunicator(instance, masking);
        GivenSecrets given = new GivenSecrets(
                action,
                values,
                communicator,
                argv -> surroundings.command(action, argv, mark),
                surroundings.user(action));
        Noted noted = new Noted(action);
        try (StepOutputSink output = new StepOutputSink(step, events)) {
            CapturedOutput captured = new CapturedOutput(output);
            MaskedSink masked = masking.over(action.spec().register().isPresent() ? captured : output);
            try (masked) {
                StepContext context = new Context(action, communicator, masked, mark, given.env(), noted, folder);
                Deadline.run(action.spec().timeout(), () -> {
                    given.put();
                    action.prepared().run(context);
                });
            }
            boolean secret = communicator.secretWritten() || masked.masked(OutputSink.Channel.STDOUT);
            action.spec().register().ifPresent(name -> {
                refuse(secret, name);
                outputs.put(name.name(), captured.value(name));
            });
            return noted.answers();
        } catch (TimeoutException e) {
            throw new ProvisionException(timedOut(action), e);
        } catch (ProvisionException e) {
            throw placed(e, action);
        } catch (RuntimeException | LinkageError e) {
            throw ProvisionerBug.in(action.spec(), e);
        } finally {
            if (action.runsCommands()) {
                end(instance, mark, given);
            }
        }
    }

    /** What is registered is kept in clear. */
    private static void refuse(boolean secret, Reference registration) {
        if (secret) {
            throw new ProvisionException(Problem.of(
                            "CH-SECRET-007",
                            "what was written cannot be registered as \"" + registration.name()
                                    + "\": there is a secret in it")
                    .at(registration.location())
                    .because("what is registered is kept in clear in the client's cache folder")
                    .remedy("have the step that needs the secret list it under secrets:"));
        }
    }

    /** Also on a thread that was interrupted: a cancelled branch must be gone before its neighbour's step ends. */
    private static void end(Instance instance, Optional<String> mark, GivenSecrets given) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            instance.endProcesses(mark);
            given.remove();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private ProvisionException placed(ProvisionException e, Action action) {
        List<Problem> problems =
                e.problems().stream().map(problem -> placed(problem, action)).toList();
        return problems.size() == 1 ? new ProvisionException(problems.get(0), e) : new ProvisionException(problems);
    }

    /** Provisioners know neither where their step was written nor what can be done about it. */
    private Problem placed(Problem problem, Action action) {
        return problem.at(problem.where().orElse(action.spec().location()))
                .remedy(problem.remedy().orElse(look));
    }

    private Problem timedOut(Action action) {
        String limit = action.spec().timeout().map(Durations::words).orElse("");
        return Problem.of("CH-STEP-002", "step \"" + action.id() + "\" was ended: it took longer than " + limit)
                .at(action.spec().location())
                .because("timeout: " + limit)
                .remedy("give it more time, or " + look);
    }

    private final class Context implements StepContext {

        private final Action action;
        private final Communicator communicator;
        private final OutputSink output;
        private final Optional<String> mark;
        private final Map<String, String> more;
        private final Noted noted;
        private final StepFolders.OfTry folder;

        Context(
                Action action,
                Communicator communicator,
                OutputSink output,
                Optional<String> mark,
                Map<String, String> more,
                Noted noted,
                StepFolders.OfTry folder) {
            this.action = action;
            this.communicator = communicator;
            this.output = output;
            this.mark = mark;
            this.more = more;
            this.noted = noted;
            this.folder = folder;
        }

        @Override
        public String stepId() {
            return action.id();
        }

        @Override
        public Communicator communicator() {
            return communicator;
        }

        @Override
        public OutputSink output() {
            return output;
        }

        @Override
        public String workdir() {
            return surroundings.workdir(action);
        }

        @Override
        public void observed(String name, Digest answer) {
            noted.note(name, answer);
        }

        @Override
        public StepFolder folder() {
            return folder.folder();
        }

        @Override
        public Command.Builder command(List<String> argv) {
            return surroundings
                    .command(action, argv, mark)
                    .env(outputs.env(action))
                    .env(more);
        }
    }
}
