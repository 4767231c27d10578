package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.ChandlerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One run of consul-template, for all templates that need it.
 *
 * @param settings the step's
 * @param readings takes what is read of Consul
 */
record Rendering(StepSettings settings, Readings readings) {

    private static final Duration LOOK = Duration.ofMillis(5);
    private static final long PATIENCE_SECONDS = 5;

    /**
     * What came of it.
     *
     * @param contents the files' contents, in the templates' order
     * @param files what templates read of the client, as they name it
     */
    record Result(List<byte[]> contents, Set<String> files) {}

    Result run() throws InterruptedException {
        if (!settings.renders()) {
            return new Result(
                    settings.templates().stream()
                            .map(each -> each.text().bytes())
                            .toList(),
                    Set.of());
        }
        Path program = settings.program().path();
        try (RenderFolder folder = RenderFolder.make()) {
            folder.write(settings.templates());
            Optional<ValuesFile> values = settings.values();
            ConsulSource source =
                    values.isPresent() ? new ValuesSource(values.get()) : ConsulServer.of(settings.consul());
            Relay relay = relay(folder, source);
            try {
                return run(program, folder);
            } finally {
                relay.close();
            }
        } catch (IOException e) {
            throw FileTrouble.of("cannot render templates", e);
        }
    }

    private Relay relay(RenderFolder folder, ConsulSource source) throws IOException {
        try {
            return Relay.open(folder.socket(), source, settings.allowed(), readings);
        } catch (IOException e) {
            source.close();
            throw e;
        }
    }

    private Result run(Path program, RenderFolder folder) throws InterruptedException {
        Process process = start(program, folder);
        try {
            process.getOutputStream().close();
            RenderLog log = RenderLog.of(process.getInputStream());
            RenderProblems problems = new RenderProblems(settings, folder, readings);
            try {
                watch(process, log, problems);
                log.join();
                return result(process.exitValue(), log, problems, program);
            } finally {
                end(process);
                log.join();
            }
        } catch (IOException e) {
            throw FileTrouble.of("cannot render templates", e);
        } finally {
            end(process);
        }
    }

    private Process start(Path program, RenderFolder folder) {
        ProcessBuilder builder = new ProcessBuilder(
                        program.toString(), "-once", "-config", folder.config().toString())
                .directory(settings.folder().toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(OwnVariables.environment(settings.env()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw Program.useless(program, String.valueOf(e.getMessage()), e);
        }
    }

    /** Waits for its end, and ends the wait where there will be none. */
    private void watch(Process process, RenderLog log, RenderProblems problems) throws InterruptedException {
        long waitingSince = 0;
        while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            Optional<ChandlerException> failure = readings.failure();
            if (failure.isPresent()) {
                throw failure.get();
            }
            Set<String> missing = readings.absent(log.blocked());
            long now = System.nanoTime();
            if (missing.isEmpty()) {
                waitingSince = 0;
            } else if (waitingSince == 0) {
                waitingSince = now;
            } else if (now - waitingSince > settings.patience().toNanos()) {
                throw problems.missing(missing);
            }
        }
    }

    private Result result(int status, RenderLog log, RenderProblems problems, Path program) throws IOException {
        Optional<ChandlerException> failure = readings.failure();
        if (failure.isPresent()) {
            throw failure.get();
        }
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < settings.templates().size(); i++) {
            TemplateSettings template = settings.templates().get(i);
            if (!template.isRendered()) {
                contents.add(template.text().bytes());
            } else if (status == 0 && Files.exists(problems.folder().result(i))) {
                contents.add(
                        problems.checked(i, Files.readAllBytes(problems.folder().result(i))));
            } else {
                throw problems.ended(status, log, program);
            }
        }
        return new Result(contents, log.files());
    }

    /** It ignores SIGTERM. */
    private static void end(Process process) {
        process.destroyForcibly();
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
