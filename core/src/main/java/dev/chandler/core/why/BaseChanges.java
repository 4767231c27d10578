package dev.chandler.core.why;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Mount;
import dev.chandler.core.change.Change;
import dev.chandler.core.change.Comparison;
import dev.chandler.core.change.Fields;
import dev.chandler.core.change.FileNames;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what has changed of that which all steps stand on: the base, and how instances are made. */
final class BaseChanges {

    private final Manifest manifest;
    private final Plan plan;
    private final SmallTexts texts;
    private final Map<Digest, Optional<String>> listings = new HashMap<>();

    BaseChanges(Manifest manifest, Plan plan, SmallTexts texts) {
        this.manifest = manifest;
        this.plan = plan;
        this.texts = texts;
    }

    List<Change> since(EarlierRun run) throws InterruptedException {
        Fields now = Fields.read(plan.start().text()).orElseThrow();
        List<Change> changes = new ArrayList<>();
        for (Change change : Comparison.of(run.start(), now, FileNames.NONE)) {
            if (change.isBase()) {
                changes.add(change.called(
                        run.record().base(), plan.base().reference().toString()));
            } else {
                List<Change> files = files(change);
                changes.addAll(files.isEmpty() ? List.of(change) : files);
            }
        }
        return List.copyOf(changes);
    }

    /** Of a mount; none where they are not known. */
    private List<Change> files(Change change) throws InterruptedException {
        Optional<Path> source = change.content().flatMap(content -> source(plan, content.field()));
        if (source.isEmpty()) {
            return List.of();
        }
        Change.Content content = change.content().orElseThrow();
        Optional<String> before = texts.find(content.before());
        Optional<String> after = before.isPresent() ? now(source.get(), content.after()) : Optional.empty();
        return after.isPresent() ? MountFiles.changes(shown(source.get()), before.get(), after.get()) : List.of();
    }

    /** Read once, whatever it is compared with. */
    private Optional<String> now(Path source, Digest content) throws InterruptedException {
        Optional<String> known = listings.get(content);
        if (known == null) {
            known = MountFiles.listing(source, texts, content);
            listings.put(content, known);
        }
        return known;
    }

    /** The folder of the client that a field of the start has the digest of. */
    static Optional<Path> source(Plan plan, String field) {
        return plan.instance().mounts().stream()
                .filter(spec -> field.equals("content of " + spec.mount().target()))
                .flatMap(spec -> spec.mount() instanceof Mount.Bind bind ? Stream.of(bind.source()) : Stream.empty())
                .findFirst();
    }

    private String shown(Path source) {
        Path folder = manifest.directory();
        if (source.equals(folder)) {
            return ".";
        }
        return source.startsWith(folder) ? folder.relativize(source).toString() : source.toString();
    }
}
