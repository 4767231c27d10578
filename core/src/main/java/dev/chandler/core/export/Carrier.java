package dev.chandler.core.export;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.output.FileOutput;
import dev.chandler.core.output.Output;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings one image to one place after the other; to an engine once, under all its names there. Confined to one thread. */
final class Carrier {

    private final Export export;
    private final ExportSource source;
    private final ExportedImage image;
    private final Map<String, Engine> targets;
    private final Staging staging;
    private final EventBus events;
    private final Map<String, Artifact> published = new HashMap<>();
    private final Map<String, ChandlerException> refused = new HashMap<>();

    Carrier(
            Export export,
            ExportSource source,
            ExportedImage image,
            Map<String, Engine> targets,
            Staging staging,
            EventBus events) {
        this.export = export;
        this.source = source;
        this.image = image;
        this.targets = targets;
        this.staging = staging;
        this.events = events;
    }

    /** Gives the image's manifest there, where that place has one. */
    Optional<Descriptor> bring(Output output, ProgressSink progress) throws InterruptedException {
        if (output.isEngine()) {
            published(output.kind(), progress);
            return Optional.empty();
        }
        if (output.path().isEmpty()) {
            return Optional.of(push(output, progress));
        }
        progress.progress("writing " + output, -1, -1);
        List<String> own = image.artifact().references();
        return FileOutput.write(output, export.names().isEmpty() ? own : export.names(), image.content());
    }

    private Descriptor push(Output output, ProgressSink progress) throws InterruptedException {
        Optional<Engine> engine = source.engine().filter(Carrier::pushes);
        if (engine.isPresent()) {
            return engine.get().push(image.artifact(), output.name(), progress);
        }
        String target = pusher(export, targets).orElseThrow();
        return engine(target).push(published(target, progress), output.name(), progress);
    }

    private static boolean pushes(Engine engine) {
        return engine.capabilities().contains(Capability.PUSH);
    }

    /** Of the engines that the image comes to, the first that can push it on. */
    static Optional<String> pusher(Export export, Map<String, Engine> targets) {
        return export.targets().stream()
                .filter(id -> Optional.ofNullable(targets.get(id))
                        .filter(Carrier::pushes)
                        .isPresent())
                .findFirst();
    }

    private Engine engine(String id) {
        return Optional.ofNullable(targets.get(id)).orElseThrow(() -> new IllegalArgumentException(id));
    }

    private Artifact published(String id, ProgressSink progress) throws InterruptedException {
        Artifact there = published.get(id);
        if (there != null) {
            return there;
        }
        ChandlerException failure = refused.get(id);
        if (failure != null) {
            throw failure;
        }
        try {
            Artifact made = publish(engine(id), names(id), progress);
            published.put(id, made);
            return made;
        } catch (EngineException | PluginException e) {
            refused.put(id, e);
            throw e;
        }
    }

    private List<String> names(String engine) {
        return export.outputs().stream()
                .filter(output -> output.kind().equals(engine))
                .map(Output::name)
                .distinct()
                .toList();
    }

    private Artifact publish(Engine engine, List<String> names, ProgressSink progress) throws InterruptedException {
        progress.progress("reading " + source, -1, -1);
        Path layout = staging.layout(image.content());
        progress.progress("bringing " + source + " to " + engine.id(), -1, -1);
        return new EngineTransfer(engine, text -> events.publish(new RunEvent.Notice(text))).publish(layout, names);
    }
}
