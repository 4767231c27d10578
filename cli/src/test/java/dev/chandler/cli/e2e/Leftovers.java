package dev.chandler.cli.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Fails a test after which anything is there that nobody asked for, and removes what was asked for.
 *
 * <p>On the daemon: containers, volumes, networks and images labelled with one of the test's builds, and committed states
 * that have neither a name nor a child; bases that were imported are removed, and it is checked that they were. On the client: processes, temporary files, half-written cache entries. What ends by
 * itself, by its lease, has ten seconds to do so. On LXD, where a test uses that: {@link LxdLeftovers}.
 */
final class Leftovers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern IMAGE = Pattern.compile("image (sha256:[0-9a-f]{64})");

    private final Stranger stranger;
    private final DaemonEvents events;
    private final Set<String> importsBefore;
    private final Optional<LxdLeftovers> lxd;

    private Leftovers(Stranger stranger, DaemonEvents events, Set<String> importsBefore, Optional<LxdLeftovers> lxd) {
        this.stranger = stranger;
        this.events = events;
        this.importsBefore = importsBefore;
        this.lxd = lxd;
    }

    /** Nothing to watch yet. */
    static Leftovers none() {
        return new Leftovers(null, null, Set.of(), Optional.empty());
    }

    static Leftovers watch(Stranger stranger, Optional<LxdLeftovers> lxd) {
        return new Leftovers(stranger, DaemonEvents.listen(), imports(), lxd);
    }

    DaemonEvents events() {
        return events;
    }

    void check(List<ChandlerProcess> processes) {
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            List<String> left = left(processes);
            while (!left.isEmpty() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                left = left(processes);
            }
            if (!left.isEmpty()) {
                throw new AssertionError("the test left behind:\n  " + String.join("\n  ", left));
            }
        } finally {
            processes.forEach(ChandlerProcess::close);
            removeAll();
        }
        if (!newImports().isEmpty()) {
            throw new AssertionError("the test left imported bases behind: " + newImports());
        }
    }

    private Set<String> newImports() {
        Set<String> imports = imports();
        imports.removeAll(importsBefore);
        lxd.ifPresent(there -> imports.addAll(there.newImports()));
        return imports;
    }

    /** The ids of the bases that were imported from files: they have a key as checkpoints do, and no name. */
    private static Set<String> imports() {
        String format = "{{.ID}} {{.Repository}}";
        return Docker.lines("images", "-a", "--no-trunc", "--filter", "label=dev.chandler.key", "--format", format)
                .stream()
                .filter(line -> line.endsWith(" <none>"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What there is at this moment. */
    List<String> left(List<ChandlerProcess> processes) {
        List<String> left = new ArrayList<>();
        processes.stream().filter(ChandlerProcess::isAlive).forEach(process -> left.add("process " + process.pid()));
        Stranger.names(stranger.temporary()).forEach(file -> left.add("file " + file));
        for (String kind : List.of("preimages", "verdicts")) {
            Stranger.names(stranger.cache().resolve(kind)).stream()
                    .filter(file -> !file.getFileName().toString().matches("[0-9a-f]{64}"))
                    .forEach(file -> left.add("file " + file));
        }
        stranger.buildIds().forEach(build -> left.addAll(ofBuild(build)));
        lxd.ifPresent(there -> stranger.buildIds().forEach(build -> left.addAll(LxdLeftovers.ofBuild(build))));
        return left;
    }

    private static List<String> ofBuild(String build) {
        String label = "label=dev.chandler.build=" + build;
        List<String> left = new ArrayList<>();
        Docker.lines("ps", "-a", "--filter", label, "--format", "container {{.Names}} {{.Status}}")
                .forEach(left::add);
        Docker.lines("volume", "ls", "--filter", label, "--format", "volume {{.Name}}")
                .forEach(left::add);
        Docker.lines("network", "ls", "--filter", label, "--format", "network {{.Name}}")
                .forEach(left::add);
        Docker.lines("images", "--filter", label, "--format", "image {{.Repository}}:{{.Tag}} {{.ID}}")
                .forEach(left::add);
        return left;
    }

    /** Takes away what the test's builds may leave: images by their names, checkpoints by their keys. */
    private void removeAll() {
        lxd.ifPresent(there -> there.removeAll(stranger.buildIds(), stranger.keys(), stranger.nonce(), published()));
        removeContainers();
        Set<String> names = new TreeSet<>();
        for (String line : imageNames()) {
            boolean checkpoint = line.startsWith("chandler-cache:")
                    && stranger.keys().contains(line.substring("chandler-cache:".length()));
            if (checkpoint || line.contains(stranger.nonce())) {
                names.add(line);
            }
        }
        Set<String> ids = new LinkedHashSet<>(published());
        for (String build : stranger.buildIds()) {
            events.of(build, "commit").forEach(event -> ids.add(DaemonEvents.attribute(event, "imageID")));
        }
        remove(names);
        // Only what has no name left: an unchanged base is published under its own id.
        ids.stream().filter(Leftovers::isNameless).forEach(id -> Docker.tried("rmi", id));
        newImports().forEach(id -> Docker.tried("rmi", id));
    }

    /** With those that a pull gave by digest, which outlive the tag. */
    private static List<String> imageNames() {
        String name = "{{.Repository}}{{if eq .Tag \"<none>\"}}@{{.Digest}}{{else}}:{{.Tag}}{{end}}";
        return Docker.lines("images", "--digests", "--format", name);
    }

    private static boolean isNameless(String id) {
        return List.of("", "chandler-cache").contains(repositories(id));
    }

    private static String repositories(String id) {
        Ended inspected = Docker.tried("image", "inspect", "-f", "{{range .RepoTags}}{{.}} {{end}}", id);
        if (inspected.exitCode() != 0) {
            return "gone";
        }
        return String.join(
                "",
                new TreeSet<>(Arrays.stream(inspected.out().strip().split(" ", -1))
                        .map(name -> name.replaceFirst(":[^:/]*$", ""))
                        .toList()));
    }

    private void removeContainers() {
        for (String build : stranger.buildIds()) {
            List<String> containers = Docker.lines("ps", "-aq", "--filter", "label=dev.chandler.build=" + build);
            containers.forEach(container -> Docker.tried("rm", "-f", container));
        }
    }

    private static void remove(Set<String> names) {
        if (!names.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("rmi"));
            command.addAll(names);
            Docker.tried(command.toArray(String[]::new));
        }
    }

    /** The ids of all images that the test's builds say they have published. */
    private Set<String> published() {
        Set<String> ids = new LinkedHashSet<>();
        for (Path log : Stranger.names(stranger.state().resolve("logs"))) {
            Matcher matcher = IMAGE.matcher(read(log));
            while (matcher.find()) {
                ids.add(matcher.group(1));
            }
        }
        return ids;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (events != null) {
            events.close();
        }
    }
}
