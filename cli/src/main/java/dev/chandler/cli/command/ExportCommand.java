package dev.chandler.cli.command;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.progress.ProgressView;
import dev.chandler.core.artifact.ImageNames;
import dev.chandler.core.engine.EngineRequest;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.export.Export;
import dev.chandler.core.export.ExportReader;
import dev.chandler.core.export.ExportSource;
import dev.chandler.core.export.Exporter;
import dev.chandler.core.export.Staging;
import dev.chandler.core.run.BuildResult;
import dev.chandler.core.run.LiveBuilds.LiveBuild;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chandler export}: carries images between engines and files. */
@Command(
        name = "export",
        description = "Carry an image from an engine or a file to registries, files and engines. Builds nothing.",
        footer = {
            "  chandler export app:1.0 --to oci:dist/image            from engine to file",
            "  chandler export app:1.0 --to registry:host/app:1.0 --to oci:dist/image",
            "  chandler export app:1.0 --engine docker --to lxd:app   to another engine",
            "  chandler export oci:dist/image --to docker:app:1.0     from file to engine"
        })
final class ExportCommand extends ChandlerCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private ResultOptions results = new ResultOptions();

    @Parameters(
            index = "0",
            paramLabel = "IMAGE",
            description = "A name or an id on the engine, or a file: oci:FOLDER, docker-archive:FILE.")
    private String image = "";

    @Option(
            names = "--to",
            paramLabel = "KIND:PLACE",
            required = true,
            order = 20,
            description = "Where to: registry:NAME, oci:FOLDER, docker-archive:FILE or ENGINE:NAME. May be repeated.")
    private List<String> places = new ArrayList<>();

    @Option(
            names = "--to-endpoint",
            paramLabel = "ADDRESS",
            order = 21,
            description = "Where the engine of --to runs. Default: the engine that the image is on, "
                    + "if it is of that kind; else where that kind is found.")
    private @Nullable String toEndpoint;

    @Option(
            names = {"-t", "--tag"},
            paramLabel = "REF",
            order = 22,
            description = "Name the image in files. Default: the name that it has. May be repeated.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = "--image",
            paramLabel = "NAME",
            order = 23,
            description = "Which of the images in a file, where it has several: the name that it has there.")
    private @Nullable String named;

    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            order = 24,
            description = "Which of the images in a file, where it has several.")
    private @Nullable String platform;

    @Option(
            names = "--pull",
            paramLabel = "WHEN",
            order = 30,
            description = "When to fetch the image to the engine: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private PullPolicy pull = PullPolicy.NEVER;

    ExportCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        Optional<Platform> wanted = platform();
        results.clear(console());
        Export export = new ExportReader(console().workingDirectory(), wiring.engineIds())
                .read(image, places, ImageNames.given(tags));
        requireEnginesNamed(export);
        if ((wanted.isPresent() || named != null) && export.file().isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    (named != null ? "--image" : "--platform")
                            + " is for an image in a file, oci:FOLDER or docker-archive:FILE, and not for \"" + image
                            + "\"");
        }
        EngineUses engines = new EngineUses(wiring, console());
        BuildResult result;
        try (LiveBuild build = wiring.builds().start();
                Staging staging =
                        new Staging(wiring.folders().cache().resolve("exports"), wiring.builds(), build.id());
                engines;
                ProgressView view = results.view(console(), verbose())) {
            result = export(export, wanted, engines, new Exporter(Clock.systemUTC(), events(view), staging));
        } catch (InterruptedException e) {
            throw new BuildInterrupted(engines.leftSomething(), e);
        }
        results.report(result, console());
        return ExitCode.DONE;
    }

    private static EventBus events(ProgressView view) {
        return new EventBus(List.of(view));
    }

    private Optional<Platform> platform() {
        Optional<Platform> parsed = Optional.ofNullable(platform).flatMap(Platform::parse);
        if (platform != null && parsed.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--platform is no OS/ARCH or OS/ARCH/VARIANT: \"" + platform + "\"");
        }
        return parsed;
    }

    /** Which engines there are to be; each option is to have just one that it is about. */
    private void requireEnginesNamed(Export export) {
        List<Problem> problems = new ArrayList<>();
        if (toEndpoint != null && export.targets().size() != 1) {
            problems.add(Problem.of("CH-CLI-022", "--to-endpoint is for one engine")
                    .because(
                            export.targets().isEmpty()
                                    ? "no --to names any"
                                    : "--to names several: " + String.join(", ", export.targets()))
                    .remedy("export to each engine by itself, or leave --to-endpoint out"));
        }
        if (export.file().isPresent() && engine.given()) {
            problems.add(Problem.of("CH-CLI-023", "--engine and --endpoint say where the image is")
                    .because("\"" + export.text() + "\" is a file")
                    .remedy("leave them out; --to ENGINE:NAME and --to-endpoint say where it is to go"));
        }
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
    }

    private BuildResult export(Export export, Optional<Platform> wanted, EngineUses engines, Exporter exporter)
            throws InterruptedException {
        Optional<Engine> from =
                export.file().isPresent() ? Optional.empty() : Optional.of(engines.use(engine.request(console())));
        Map<String, Engine> targets = new LinkedHashMap<>();
        for (String id : export.targets()) {
            Optional<Engine> same =
                    from.filter(there -> toEndpoint == null && there.id().equals(id));
            targets.put(id, same.isPresent() ? same.get() : engines.use(target(id)));
        }
        ExportSource source = from.map(there -> export.on(there, pull))
                .orElseGet(() -> export.inFile(Optional.ofNullable(named), wanted));
        return exporter.run(export, source, targets);
    }

    private EngineRequest target(String id) {
        return new EngineRequest(
                Optional.of(id), Optional.ofNullable(toEndpoint), console().environment());
    }
}
