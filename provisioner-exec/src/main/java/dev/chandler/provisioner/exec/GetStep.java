package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.lib.files.ReceivedTree;
import dev.chandler.lib.files.UnreadableTarException;
import dev.chandler.lib.files.UnsafeTarException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file or a folder that is copied out of the instance.
 *
 * @param from where it is there, as written
 * @param place where it goes
 */
record GetStep(String from, ClientPlace place) implements PreparedStep {

    static GetStep read(Setting setting, Path directory, Path project) {
        List<Problem> problems = new ArrayList<>();
        SettingReader reader = SettingReader.of(setting, SettingsModels.GET, problems::add);
        Optional<String> from = reader.requiredText("from");
        if (from.isPresent() && Path.of("/").resolve(from.get()).normalize().getNameCount() == 0) {
            problems.add(Problem.of("CH-GET-008", "\"from\" names no file or folder: \"" + from.get() + "\"")
                    .at(reader.any("from").orElseThrow().location())
                    .remedy("name one below /"));
        }
        @Nullable ClientPlace place = null;
        if (reader.requiredText("to").isPresent()) {
            try {
                place = ClientPlace.of(reader.any("to").orElseThrow(), directory, project);
            } catch (ManifestException e) {
                problems.addAll(e.problems());
            }
        }
        reader.finish();
        if (place == null || !problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return new GetStep(from.orElseThrow(), place);
    }

    @Override
    public String title() {
        return "get " + from + " to " + place.written();
    }

    @Override
    public boolean runsCommands() {
        return false;
    }

    @Override
    public boolean changesState() {
        return false;
    }

    @Override
    public void requireReady() {
        place.requireWritable();
    }

    @Override
    public void describe(KeyBuilder key) {
        key.field("from", from).field("to", place.written());
    }

    @Override
    public void run(StepContext context) throws InterruptedException {
        Path path = Path.of(context.workdir()).resolve(from).normalize();
        try (InputStream tar = context.communicator()
                .get(path.toString())
                .orElseThrow(() -> new ProvisionException(
                        Problem.of("CH-GET-005", "step \"" + context.stepId() + "\" failed: there is no " + path)
                                .because("the instance has no such file or folder after the steps before")
                                .remedy("look at the name; a relative one is below the step's workdir")))) {
            unpack(tar, path.getFileName().toString(), context);
        } catch (UnsafeTarException e) {
            throw new ProvisionException(
                    Problem.of("CH-GET-007", "step \"" + context.stepId() + "\" failed: cannot unpack " + path)
                            .because(e.getMessage())
                            .remedy("look what it is: ls -la " + path),
                    e);
        } catch (UnreadableTarException e) {
            throw new EngineException(
                    Problem.of("CH-GET-009", "cannot read " + path + " out of the instance")
                            .because(String.valueOf(e.getMessage()))
                            .remedy("run again"),
                    e);
        } catch (IOException e) {
            throw place.failed(e);
        }
    }

    private void unpack(InputStream tar, String name, StepContext context) throws IOException, InterruptedException {
        try (ReceivedTree tree = ReceivedTree.unpack(tar, place.beside())) {
            tree.moveTo(place.target(tree.isFolder(), name));
            tree.leftOut()
                    .forEach(each -> context.output()
                            .write(
                                    OutputSink.Channel.STDERR,
                                    ("not a file, a folder or a link, left out: " + each + "\n")
                                            .getBytes(StandardCharsets.UTF_8)));
        }
    }
}
