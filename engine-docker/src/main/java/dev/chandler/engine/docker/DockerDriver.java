package dev.chandler.engine.docker;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.lib.dockerconfig.Credentials;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this engine has a daemon do: all that changes something there, and lists.
 *
 * <p>Thread-safe. Every method throws {@link dev.chandler.api.problem.EngineException} with the daemon's words where it
 * refuses or has gone, and {@link InterruptedException} where the caller is interrupted; what the daemon does then is
 * unknown.
 */
interface DockerDriver extends AutoCloseable {

    /**
     * What a container is made of.
     *
     * @param name its name
     * @param image an image's id or name
     * @param entrypoint what its first process is
     * @param labels its labels, over those of the image
     * @param settings how it is to be
     * @param leased whether it has a standard input which, once closed by the client, ends it, and is removed then
     */
    record ContainerPlan(
            String name,
            String image,
            List<String> entrypoint,
            Map<String, String> labels,
            InstanceSettings settings,
            boolean leased) {}

    /**
     * A command in a container.
     *
     * @param argv program and arguments
     * @param env lines {@code NAME=VALUE}; {@code NAME} alone takes away what the container has
     * @param user {@code user[:group]}, empty for the container's
     * @param workdir an absolute path
     * @param stdin whether it has a standard input
     */
    record ExecPlan(List<String> argv, List<String> env, String user, String workdir, boolean stdin) {}

    /**
     * What became of a command.
     *
     * @param running whether it still runs
     * @param exitCode its exit code, once it has ended
     * @param started whether there has ever been a process
     */
    record ExecState(boolean running, int exitCode, boolean started) {}

    /** Output that comes from the daemon until it ends by itself or is closed. */
    interface OutputStreaming extends AutoCloseable {

        /** Waits for the end; everything has been given to the sink then. An interrupt leaves the connection open. */
        void await() throws InterruptedException;

        /** Waits for the end for a while; false if it has not come. */
        boolean await(long millis) throws InterruptedException;

        /** Lets go of the connection. Idempotent. */
        @Override
        void close();
    }

    /** An image in a list. */
    record ImageRow(
            String id, String parent, List<String> tags, Map<String, String> labels, long created, long sizeBytes) {}

    /** Makes a container; empty if there is one of that name already. */
    Optional<String> createContainer(ContainerPlan plan) throws InterruptedException;

    void renameContainer(String container, String name) throws InterruptedException;

    /** Connects to a container's standard streams; its input is held open until {@code stdin} ends. */
    OutputStreaming attach(String container, InputStream stdin, OutputSink output) throws InterruptedException;

    void startContainer(String container) throws InterruptedException;

    /** Removes a container whatever it does, with its anonymous volumes; no error if it is gone. */
    void removeContainer(String container) throws InterruptedException;

    /** Prepares a command; empty if the container is not there or does not run. */
    Optional<String> createExec(String container, ExecPlan plan) throws InterruptedException;

    OutputStreaming startExec(String exec, Optional<InputStream> stdin, OutputSink output) throws InterruptedException;

    /** Empty if the container is gone. */
    Optional<ExecState> execState(String exec) throws InterruptedException;

    /** Whether a container is there and runs. */
    boolean isRunning(String container) throws InterruptedException;

    /**
     * Makes an image of a container's file system without stopping it.
     *
     * @return the image's id
     */
    String commit(String container, Optional<String> tag, Map<String, String> labels) throws InterruptedException;

    /** Loads an archive as {@code docker save} makes it. */
    void load(InputStream archive) throws InterruptedException;

    /** Pulls one image, for the daemon's own platform or another, showing its registry the login that is given. */
    void pull(ImageName image, Optional<Platform> platform, Optional<Credentials> login, ProgressSink progress)
            throws InterruptedException;

    /** Gives an image a name, taking it away from whatever has it. */
    void tag(String image, ImageName name) throws InterruptedException;

    /** Pushes what has a name to the name's registry, showing that the login that is given; tells of the manifest. */
    Descriptor push(ImageName image, Optional<Credentials> login, ProgressSink progress) throws InterruptedException;

    /** Packs an image as {@code docker save} does. The caller closes the stream. */
    InputStream save(String image) throws InterruptedException;

    /** Unpacks an archive into a directory that is there. */
    void putArchive(String container, String directory, InputStream tar) throws InterruptedException;

    /** Packs a path; empty if it is not there. The caller closes the stream. */
    Optional<InputStream> getArchive(String container, String path) throws InterruptedException;

    /** Lists all images, also those without a name. */
    List<ImageRow> images() throws InterruptedException;

    /** Lists containers, volumes and networks of builds, and the volumes that are caches. */
    List<Resource> buildResources() throws InterruptedException;

    /** Removes an image by id or name, never by force; false if it is in use. */
    boolean removeImage(String image) throws InterruptedException;

    boolean removeVolume(String volume) throws InterruptedException;

    boolean removeNetwork(String network) throws InterruptedException;

    @Override
    void close();
}
