package dev.chandler.api.engine;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * A file system that an instance has at a place of its own, and of which nothing is in any snapshot.
 *
 * <p>A place that is not there is made, as a directory that stays: root's, empty, mode 0755. What the state has below one
 * is hidden while the instance lasts, and is in its snapshots as it was. Places below {@code /dev} leave nothing.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Mount {

    /**
     * Where it is in the instance.
     *
     * @return an absolute path without a slash at its end; no other mount's is below it
     */
    String target();

    /**
     * The capability that an engine needs for it.
     *
     * @return one of the {@code MOUNT_} capabilities, or that of toolboxes
     */
    Capability needs();

    /**
     * A file or folder of the client's machine, as it is.
     *
     * @param source an absolute path of something that is there
     * @param target where it is in the instance; where {@code source} is a file and nothing is there, an empty file stays
     * @param readOnly whether commands cannot write to it
     */
    record Bind(Path source, String target, boolean readOnly) implements Mount {
        @Override
        public Capability needs() {
            return Capability.MOUNT_BIND;
        }
    }

    /**
     * A folder on the endpoint that outlives the build: empty, root's and mode 0755 when it is first used, then as the last
     * instance has left it. One name is one folder, whoever builds there. It is listed as a resource until it is removed.
     *
     * @param name letters, digits, {@code _}, {@code .} and {@code -}, a letter or digit first
     * @param target where it is in the instance
     */
    record Cache(String name, String target) implements Mount {
        @Override
        public Capability needs() {
            return Capability.MOUNT_CACHE;
        }
    }

    /**
     * Tools that were {@linkplain Engine#keepToolbox kept} on the endpoint, which commands can run and not write to,
     * whatever the settings. An instance that needs one that is not there is refused.
     *
     * <p>Its place is below {@code /dev/shm}, the one folder that every engine has in memory and in no state: of it nothing
     * is in any snapshot or {@linkplain Instance#changes change}. An instance that runs no commands need not have it.
     *
     * <p>Commands may find it by a second name too, a symbolic link in the root directory. The first command after the
     * instance was made, after a snapshot, or after {@linkplain Instance#endProcesses all processes} were ended, finds the
     * link, and so do those that follow, unless something else is there: what the base, a state or a command has at that
     * place stays, and then there is no link. It is taken out before a snapshot is taken, before changes are packed, and
     * before files are put or got at that place or below it, so that none of these meet it. Nothing but a link to the toolbox
     * is ever taken out, and only by an engine that has put one in. An instance that is told to {@linkplain Instance#keep stay} has it.
     * There is none where the root is read-only, and none where neither the instance nor the toolbox has a program that makes
     * links; where none can take it out any more, that is an {@link EngineException}.
     *
     * @param digest what the toolbox is known by
     * @param target where it is in the instance, below {@link #FOLDER}
     * @param link its second name: a slash, and letters, digits, {@code _}, {@code .} and {@code -}; empty for none
     */
    record Toolbox(Digest digest, String target, Optional<String> link) implements Mount {

        /** Where all toolboxes are. */
        public static final String FOLDER = "/dev/shm";

        private static final Pattern LINK = Pattern.compile("/(?!\\.{1,2}$)[A-Za-z0-9._-]+");

        /**
         * Mounts a toolbox.
         *
         * @param digest what the toolbox is known by
         * @param target where it is in the instance
         * @param link its second name; empty for none
         * @throws IllegalArgumentException if the place is not below {@link #FOLDER}, or the link not in the root directory
         */
        public Toolbox {
            if (!target.startsWith(FOLDER + "/")) {
                throw new IllegalArgumentException("a toolbox is mounted below " + FOLDER + ", not at " + target);
            }
            if (link.isPresent() && !LINK.matcher(link.get()).matches()) {
                throw new IllegalArgumentException("not a name in the root directory: " + link.get());
            }
        }

        /**
         * Mounts a toolbox at one place only.
         *
         * @param digest what the toolbox is known by
         * @param target where it is in the instance
         * @throws IllegalArgumentException if that is not below {@link #FOLDER}
         */
        public Toolbox(Digest digest, String target) {
            this(digest, target, Optional.empty());
        }

        @Override
        public Capability needs() {
            return Capability.TOOLBOX;
        }
    }

    /**
     * A folder of the client through which a step hands files, and the sockets in it, to commands: read-only there, and
     * changing as the client changes it.
     *
     * <p>Its place is below {@link Toolbox#FOLDER}, so that nothing of it is in any snapshot or {@linkplain Instance#changes
     * change}. An instance that runs no commands need not have it.
     *
     * @param source an absolute path of a folder that is there, for as long as the instance is
     * @param target where it is in the instance, below {@link Toolbox#FOLDER}
     */
    record Shared(Path source, String target) implements Mount {

        /**
         * Shares a folder.
         *
         * @param source a folder of the client
         * @param target where it is in the instance
         * @throws IllegalArgumentException if that is not below {@link Toolbox#FOLDER}
         */
        public Shared {
            if (!target.startsWith(Toolbox.FOLDER + "/")) {
                throw new IllegalArgumentException("a folder is shared below " + Toolbox.FOLDER + ", not at " + target);
            }
        }

        @Override
        public Capability needs() {
            return Capability.MOUNT_BIND;
        }
    }

    /**
     * Memory that goes with the instance; everybody may write there, and start programs from there.
     *
     * @param target where it is in the instance
     * @param sizeBytes how much it holds at most; empty for the engine's own limit
     */
    record Tmpfs(String target, OptionalLong sizeBytes) implements Mount {
        @Override
        public Capability needs() {
            return Capability.MOUNT_TMPFS;
        }
    }
}
