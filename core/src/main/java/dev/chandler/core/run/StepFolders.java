package dev.chandler.core.run;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.StepFolder;
import dev.chandler.core.graph.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders that steps of a build have on the client while they run, and, where steps ask for that, instances too.
 *
 * <p>All are below one, which is named by the build, so that it can be found when the client was killed, and which nobody
 * else can enter. Below that each instance has its own, so that no fork sees what another's steps do. Nothing is made before
 * it is needed. Thread-safe.
 */
final class StepFolders implements AutoCloseable {

    /** Where instances have theirs; what is mounted there is in no image. */
    static final String PLACE = Mount.Toolbox.FOLDER + "/chandler-steps";

    private static final Logger LOG = LoggerFactory.getLogger(StepFolders.class);

    private static final FileAttribute<Set<PosixFilePermission>> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;
    private final boolean shares;
    private final Map<Instance, Path> shared = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private boolean made;

    /** The folder of one try of one step; closing it removes it. */
    final class OfTry implements AutoCloseable {

        private final Optional<Path> parent;
        private @Nullable StepFolder folder;

        private OfTry(Optional<Path> parent) {
            this.parent = parent;
        }

        /** Makes it when it is first asked for. */
        synchronized StepFolder folder() {
            StepFolder there = folder;
            if (there == null) {
                Path path = make(parent.orElse(root));
                there = new StepFolder(path, parent.map(ignored -> PLACE + "/" + path.getFileName()));
                folder = there;
            }
            return there;
        }

        @Override
        public synchronized void close() {
            StepFolder left = folder;
            if (left != null) {
                remove(left.path());
            }
        }
    }

    /**
     * Names the folders; nothing is made.
     *
     * @param buildId the build's
     * @param engine where the instances are
     * @param settings what they have mounted otherwise
     * @param actions what will run
     */
    StepFolders(String buildId, Engine engine, InstanceSettings settings, Stream<Action> actions) {
        this.root = root(buildId);
        this.shares = engine.capabilities().contains(Capability.MOUNT_BIND)
                && settings.mounts().stream().noneMatch(StepFolders::isInTheWay)
                && actions.anyMatch(Action::sharesFolder);
    }

    private static Path root(String buildId) {
        return Path.of(System.getProperty("java.io.tmpdir"), "chandler-" + buildId)
                .toAbsolutePath();
    }

    private static boolean isInTheWay(Mount mount) {
        return mount.target().equals(Mount.Toolbox.FOLDER)
                || mount.target().equals(PLACE)
                || mount.target().startsWith(PLACE + "/");
    }

    /** What an instance that runs commands is to have mounted; empty where no step asks for that, or it cannot be had. */
    Optional<Mount.Shared> share() {
        return shares ? Optional.of(new Mount.Shared(make(root), PLACE)) : Optional.empty();
    }

    /** Says whose it is. */
    void belongs(Optional<Mount.Shared> share, Instance instance) {
        share.ifPresent(mount -> shared.put(instance, mount.source()));
    }

    /** The folder that one try of a step may have. */
    OfTry ofTry(Action action, Instance instance) {
        return new OfTry(action.sharesFolder() ? Optional.ofNullable(shared.get(instance)) : Optional.empty());
    }

    private synchronized Path make(Path parent) {
        try {
            if (!made) {
                // Fails where somebody else has put something there.
                Files.createDirectory(root, OWN);
                made = true;
            }
            return Files.createDirectory(parent.resolve(Integer.toString(numbers.incrementAndGet())), OWN);
        } catch (IOException e) {
            throw new EngineException(
                    Problem.of("CH-STEP-004", "cannot make a folder for a step")
                            .because(e.toString())
                            .remedy("give the folder of temporary files, " + root.getParent() + ", room and rights"),
                    e);
        }
    }

    @Override
    public void close() {
        remove(root);
    }

    /** Removes what a build has left that was killed; no error if there is nothing. */
    static void removeOf(String buildId) {
        remove(root(buildId));
    }

    /** As far as it can be removed: what cannot is for nobody else to see. */
    private static void remove(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> inside = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path each : inside) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("a temporary folder stays", e);
        }
    }
}
