package dev.chandler.provisioner.consultemplate;

import com.google.gson.JsonObject;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.provision.StepContext;
import dev.chandler.api.provision.StepFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One run of consul-template, for all templates that need it.
 *
 * @param settings the step's
 * @param readings takes what is read of Consul
 * @param context where the step runs
 */
record Rendering(StepSettings settings, Readings readings, StepContext context) {

    private static final Duration LOOK = Duration.ofMillis(5);

    /**
     * What came of it.
     *
     * @param contents what is to be placed, in the templates' order; empty for a file that is in its place
     * @param files what templates read of the client, as they name it
     */
    record Result(List<Optional<byte[]>> contents, Set<String> files) {}

    Result run() throws InterruptedException {
        if (!settings.renders()) {
            return new Result(contents(number -> Optional.empty()), Set.of());
        }
        StepFolder own = context.folder();
        try {
            Optional<Result> there = settings.mayRunInInstance() ? inInstance(own) : Optional.empty();
            return there.isPresent() ? there.get() : onClient(own);
        } catch (IOException e) {
            throw FileTrouble.of("cannot render templates", e);
        }
    }

    private Result onClient(StepFolder own) throws IOException, InterruptedException {
        Path program = settings.program().path();
        Map<String, String> env = OwnVariables.environment(settings.env());
        RenderFolder folder = RenderFolder.onClient(own);
        folder.write(
                settings.templates(),
                (number, template, block) ->
                        block.addProperty("destination", folder.result(number).toString()));
        RenderProblems problems = new RenderProblems(settings, folder, readings);
        Relay relay = relay(folder);
        try (relay;
                RenderRun run = ClientRun.start(program, folder.config(), settings.folder(), env)) {
            watch(run, problems);
            for (int i = 0; i < settings.templates().size(); i++) {
                boolean rendered = settings.templates().get(i).isRendered();
                if (run.status() != 0 || (rendered && !Files.exists(folder.result(i)))) {
                    throw problems.ended(run, program.toString());
                }
            }
            return new Result(
                    contents(
                            number -> Optional.of(problems.checked(number, Files.readAllBytes(folder.result(number))))),
                    run.log().files());
        }
    }

    /** Empty where the instance turns out to be no place for it, and the client is as good. */
    private Optional<Result> inInstance(StepFolder own) throws IOException, InterruptedException {
        boolean must = settings.where() == Where.INSTANCE;
        if (own.inInstance().isEmpty()) {
            if (must) {
                throw RenderProblems.noFolder();
            }
            return Optional.empty();
        }
        RenderFolder folder = RenderFolder.inInstance(own);
        Map<String, String> env = OwnVariables.environment(settings.env());
        if (settings.readsFiles()) {
            new FilesCopy(settings).to(folder.files());
        }
        Accounts accounts = new Accounts(context.communicator());
        folder.write(settings.templates(), (number, template, block) -> inItsPlace(template, accounts, block));
        RenderProblems problems = new RenderProblems(settings, folder, readings);
        Relay relay = relay(folder);
        try (relay;
                RenderRun run = InstanceRun.start(context, folder.config(), folder.seenFiles(), env)) {
            watch(run, problems);
            if (run.status() == 0) {
                return Optional.of(new Result(
                        contents(number -> Optional.empty()), run.log().files()));
            }
            if (must || readings.any() || problems.isOfTemplate(run)) {
                throw problems.endedInInstance(run);
            }
            return Optional.empty();
        }
    }

    /** As on the client, with names looked up in the same way, so that a wrong one is told alike. */
    private void inItsPlace(TemplateSettings template, Accounts accounts, JsonObject block)
            throws InterruptedException {
        block.addProperty("destination", template.path(context.workdir()));
        template.perms().ifPresent(mode -> block.addProperty("perms", "%04o".formatted(mode)));
        if (template.user().isPresent()) {
            int uid = accounts.user(template.user().get(), template.destinationLocation());
            block.addProperty("user", String.valueOf(uid));
        }
        if (template.group().isPresent()) {
            int gid = accounts.group(template.group().get(), template.destinationLocation());
            block.addProperty("group", String.valueOf(gid));
        }
        block.addProperty("backup", template.backup());
    }

    @FunctionalInterface
    private interface Rendered {
        Optional<byte[]> content(int number) throws IOException;
    }

    private List<Optional<byte[]>> contents(Rendered rendered) throws InterruptedException {
        List<Optional<byte[]>> contents = new ArrayList<>();
        try {
            for (int i = 0; i < settings.templates().size(); i++) {
                TemplateSettings template = settings.templates().get(i);
                contents.add(
                        template.isRendered()
                                ? rendered.content(i)
                                : Optional.of(template.text().bytes()));
            }
        } catch (IOException e) {
            throw FileTrouble.of("cannot render templates", e);
        }
        return contents;
    }

    private Relay relay(RenderFolder folder) throws IOException, InterruptedException {
        ConsulSource source = settings.source();
        try {
            return Relay.open(folder.socket(), source, settings.allowed(), readings);
        } catch (IOException e) {
            source.close();
            throw e;
        }
    }

    /** Waits for its end, and ends the wait where there will be none. */
    private void watch(RenderRun run, RenderProblems problems) throws InterruptedException {
        long waitingSince = 0;
        boolean ended = false;
        while (!ended) {
            ended = run.awaitEnd(LOOK);
            Optional<ChandlerException> failure = readings.failure();
            if (failure.isPresent()) {
                throw failure.get();
            }
            Set<String> missing = readings.absent(run.log().blocked());
            long now = System.nanoTime();
            if (missing.isEmpty()) {
                waitingSince = 0;
            } else if (waitingSince == 0) {
                waitingSince = now;
            } else if (!ended && now - waitingSince > settings.patience().toNanos()) {
                throw problems.missing(missing);
            }
        }
    }
}
