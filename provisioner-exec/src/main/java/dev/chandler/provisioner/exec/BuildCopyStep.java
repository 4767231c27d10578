package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.BuildFiles;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.StepContext;
import dev.chandler.api.settings.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Files of another build's image that go into an instance as one tar stream. */
record BuildCopyStep(CopySettings settings, BuildFiles files) implements PreparedStep {

    static BuildCopyStep of(CopySettings settings, Setting build, ProvisionRequest request) {
        List<Problem> problems = new ArrayList<>(settings.problems());
        if (!settings.from().startsWith("/") && problems.isEmpty()) {
            problems.add(Problem.of("CH-PROJECT-013", "\"" + settings.from() + "\" is no absolute path")
                    .at(settings.fromLocation())
                    .because("it is taken out of the image of build \"" + build.text() + "\"")
                    .remedy("begin it with /"));
        }
        settings.excludeLocation()
                .ifPresent(place -> problems.add(Problem.of("CH-PROJECT-014", "\"exclude\" is for files of the client")
                        .at(place)
                        .because("this copy takes them of build \"" + build.text() + "\"")
                        .remedy("leave it out, or remove the files in that build")));
        try {
            BuildFiles files = request.build(build);
            if (problems.isEmpty()) {
                return new BuildCopyStep(settings, files);
            }
        } catch (ManifestException e) {
            problems.addAll(e.problems());
        }
        throw new ManifestException(problems);
    }

    @Override
    public String title() {
        return "copy " + settings.from() + " of build " + files.build() + " to " + settings.to();
    }

    @Override
    public boolean runsCommands() {
        return false;
    }

    @Override
    public List<String> puts(String workdir) {
        CopyTarget target = CopyTarget.of(settings.to(), workdir, "");
        return List.of(target.directory());
    }

    @Override
    public Optional<String> unknown() {
        return files.isKnown() ? Optional.empty() : Optional.of("not known until build " + files.build() + " has run");
    }

    /** Neither the build's name nor the path there: what comes of it depends on the content alone. */
    @Override
    public void describe(KeyBuilder key) throws InterruptedException {
        BuildFiles.Found found = found();
        key.field("to", settings.to());
        key.field(
                "owner",
                settings.ownerGiven().map(Owner::toString).map(List::of).orElse(List.of()));
        key.field(
                "mode",
                settings.mode().isPresent()
                        ? List.of("%04o".formatted(settings.mode().getAsInt()))
                        : List.of());
        key.field("name", !found.folder() && CopyTarget.isDirectory(settings.to()) ? lastName() : "");
        key.field(found.folder() ? "folder of a build" : "file of a build", found.digest());
    }

    private BuildFiles.Found found() throws InterruptedException {
        return files.find(settings.from(), settings.fromLocation())
                .orElseThrow(() -> new IllegalStateException("nothing is known of the build " + files.build()));
    }

    private String lastName() {
        String path = settings.from().replaceAll("/+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public void run(StepContext context) throws InterruptedException {
        boolean folder = found().folder();
        CopyTarget target = CopyTarget.of(settings.to(), context.workdir(), folder ? "" : lastName());
        // A directory that is there keeps its owner; one that is made gets that of the folder it is made of.
        boolean made = folder && Placement.isMissing(context.communicator(), target);
        BuildFiles.Form form = new BuildFiles.Form(
                folder ? made ? target.lastName() : "" : target.name(),
                settings.ownerGiven().map(owner -> OptionalInt.of(owner.uid())).orElse(OptionalInt.empty()),
                settings.ownerGiven().map(owner -> OptionalInt.of(owner.gid())).orElse(OptionalInt.empty()),
                settings.mode());
        try (InputStream tar = files.open(settings.from(), settings.fromLocation(), form)) {
            context.communicator().put(made ? target.parent() : target.directory(), tar);
        } catch (EngineException e) {
            throw Placement.placed(e, settings.toLocation());
        } catch (IOException e) {
            throw new ProvisionException(
                    Problem.of("CH-PROJECT-012", "cannot read the files of build \"" + files.build() + "\"")
                            .at(settings.fromLocation())
                            .because(String.valueOf(e.getMessage()))
                            .remedy("build again"),
                    e);
        }
    }
}
