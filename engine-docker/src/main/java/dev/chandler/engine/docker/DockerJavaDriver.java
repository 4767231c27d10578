package dev.chandler.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.LoadResponseItem;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.PushResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.SSLConfig;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.dockerconfig.Credentials;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The driver over docker-java; the one file that knows it, next to the transport. */
class DockerJavaDriver implements DockerDriver {

    private static final Duration REMOVAL = Duration.ofSeconds(60);

    /** What daemons with an image store of their own push always; they do not say so. */
    private static final String PUSHED_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    private final DockerHttp http;
    private final DockerJavaTransport transport;
    private final DockerClient docker;

    DockerJavaDriver(DockerHttp http, ApiVersion version) {
        this.http = http;
        this.transport = new DockerJavaTransport(http);
        this.docker = DockerClientImpl.getInstance(new Config(version), transport);
    }

    @Override
    public Optional<String> createContainer(ContainerPlan plan) throws InterruptedException {
        HostConfig host = new DockerJavaHost(plan.settings(), plan.labels())
                .over(HostConfig.newHostConfig()
                        .withAutoRemove(plan.leased())
                        .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE)));
        CreateContainerCmd create = docker.createContainerCmd(plan.image())
                .withName(plan.name())
                .withEntrypoint(plan.entrypoint())
                .withCmd()
                // Without a group, so that its commands are in those that the image puts root in.
                .withUser("0")
                .withWorkingDir("/")
                .withLabels(plan.labels())
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                // The first process does not heed TERM: a daemon that ends, or was killed and begins again, would
                // wait for it for ten seconds.
                .withStopSignal("SIGKILL")
                .withStdinOpen(plan.leased())
                .withStdInOnce(plan.leased())
                .withAttachStdin(plan.leased())
                .withAttachStdout(plan.leased())
                .withAttachStderr(plan.leased())
                .withTty(false)
                .withHostConfig(host);
        return ask("cannot create a container from " + plan.image(), () -> {
            try {
                return Optional.of(create.exec().getId());
            } catch (ConflictException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void renameContainer(String container, String name) throws InterruptedException {
        ask(
                "cannot rename container " + container,
                docker.renameContainerCmd(container).withName(name)::exec);
    }

    @Override
    public OutputStreaming attach(String container, InputStream stdin, OutputSink output) throws InterruptedException {
        Frames frames = new Frames("cannot attach to container " + container, output);
        docker.attachContainerCmd(container)
                .withStdIn(stdin)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(frames);
        frames.awaitStarted();
        return frames;
    }

    @Override
    public void startContainer(String container) throws InterruptedException {
        ask("cannot start container " + container, docker.startContainerCmd(container)::exec);
    }

    /** Again and again: the daemon refuses while it is at it already, which it may be for the last time or in vain. */
    @Override
    public void removeContainer(String container) throws InterruptedException {
        long end = System.nanoTime() + REMOVAL.toNanos();
        for (long pause = 5; !triedToRemove(container, System.nanoTime() >= end); pause = Math.min(2 * pause, 200)) {
            TimeUnit.MILLISECONDS.sleep(pause);
        }
    }

    private boolean triedToRemove(String container, boolean last) throws InterruptedException {
        return ask("cannot remove container " + container, () -> {
            try {
                docker.removeContainerCmd(container)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
                return true;
            } catch (NotFoundException e) {
                return true;
            } catch (ConflictException e) {
                if (last) {
                    throw e;
                }
                return false;
            }
        });
    }

    @Override
    public Optional<String> createExec(String container, ExecPlan plan) throws InterruptedException {
        return found("cannot run a command in container " + container, () -> {
            try {
                return docker.execCreateCmd(container)
                        .withCmd(plan.argv().toArray(String[]::new))
                        .withEnv(plan.env())
                        .withUser(plan.user())
                        .withWorkingDir(plan.workdir())
                        .withAttachStdin(plan.stdin())
                        .withAttachStdout(true)
                        .withAttachStderr(true)
                        .exec()
                        .getId();
            } catch (ConflictException e) {
                throw new NotFoundException(e.getMessage());
            }
        });
    }

    @Override
    public OutputStreaming startExec(String exec, Optional<InputStream> stdin, OutputSink output) {
        Frames frames = new Frames("cannot run a command", output);
        docker.execStartCmd(exec)
                .withDetach(false)
                .withTty(false)
                .withStdIn(stdin.orElse(null))
                .exec(frames);
        return frames;
    }

    @Override
    public Optional<ExecState> execState(String exec) throws InterruptedException {
        return found("cannot ask how a command ended", () -> {
            InspectExecResponse state = docker.inspectExecCmd(exec).exec();
            Long code = state.getExitCodeLong();
            Long pid = state.getPidLong();
            boolean running = Boolean.TRUE.equals(state.isRunning()) || code == null;
            return new ExecState(running, code == null ? 0 : code.intValue(), pid != null && pid != 0);
        });
    }

    @Override
    public boolean isRunning(String container) throws InterruptedException {
        return found(
                        "cannot ask how container " + container + " is",
                        () -> Boolean.TRUE.equals(docker.inspectContainerCmd(container)
                                .exec()
                                .getState()
                                .getRunning()))
                .orElse(false);
    }

    @Override
    public String commit(String container, Optional<String> tag, Map<String, String> labels)
            throws InterruptedException {
        return ask("cannot take a snapshot of container " + container, () -> {
            var commit = docker.commitCmd(container).withPause(false).withLabels(labels);
            tag.ifPresent(given ->
                    commit.withRepository(DockerImages.cacheRepository()).withTag(given));
            return commit.exec();
        });
    }

    @Override
    public void load(InputStream archive) throws InterruptedException {
        try (Items<LoadResponseItem> items = new Items<>("cannot load an image", item -> {})) {
            docker.loadImageAsyncCmd(archive).exec(items);
            items.await();
        }
    }

    @Override
    public void pull(ImageName image, Optional<Platform> platform, Optional<Credentials> login, ProgressSink progress)
            throws InterruptedException {
        String name = image.reference();
        PullImageCmd pull = docker.pullImageCmd(image.repository()).withTag(image.tag());
        platform.ifPresent(wanted -> pull.withPlatform(wanted.toString()));
        login.ifPresent(shown -> pull.withAuthConfig(authConfig(shown, image.registry())));
        try (Items<PullResponseItem> items =
                new Items<>("cannot pull \"" + name + "\"", item -> tell(progress, "pulling " + name, item))) {
            pull.exec(items);
            items.await();
        }
    }

    @Override
    public void tag(String image, ImageName name) throws InterruptedException {
        ask(
                "cannot name image " + image + " \"" + name.reference() + "\"",
                docker.tagImageCmd(image, name.repository(), name.tag())::exec);
    }

    @Override
    public Descriptor push(ImageName image, Optional<Credentials> login, ProgressSink progress)
            throws InterruptedException {
        String name = image.reference();
        AtomicReference<@Nullable Descriptor> manifest = new AtomicReference<>();
        Consumer<PushResponseItem> listener = item -> {
            tell(progress, "pushing " + name, item);
            ResponseItem.AuxDetail aux = item.getAux();
            if (aux != null && aux.getDigest() != null && aux.getSize() != null) {
                manifest.set(new Descriptor(PUSHED_MANIFEST, Digest.parse(aux.getDigest()), aux.getSize()));
            }
        };
        try (Items<PushResponseItem> items =
                new Items<>("cannot push \"" + name + "\"", listener, words -> PushProblems.refused(image, words))) {
            docker.pushImageCmd(image.repository())
                    .withTag(image.tag())
                    .withAuthConfig(login.map(shown -> authConfig(shown, image.registry()))
                            .orElseGet(AuthConfig::new))
                    .exec(items);
            items.await();
        }
        return Optional.ofNullable(manifest.get())
                .orElseThrow(() -> PushProblems.refused(image, "the daemon tells of no digest"));
    }

    @Override
    public InputStream save(String image) throws InterruptedException {
        return ask("cannot get the content of image " + image, docker.saveImageCmd(image)::exec);
    }

    private static AuthConfig authConfig(Credentials login, String registry) {
        AuthConfig config = new AuthConfig().withRegistryAddress(registry);
        return login.identityToken()
                ? config.withIdentityToken(login.secret())
                : config.withUsername(login.username()).withPassword(login.secret());
    }

    private static void tell(ProgressSink progress, String what, ResponseItem item) {
        if (item.getStatus() == null) {
            return;
        }
        String layer = item.getId() == null ? "" : item.getId() + " ";
        ResponseItem.ProgressDetail detail = item.getProgressDetail();
        progress.progress(
                what + ": " + layer + item.getStatus(),
                detail == null || detail.getCurrent() == null ? -1 : detail.getCurrent(),
                detail == null || detail.getTotal() == null ? -1 : detail.getTotal());
    }

    @Override
    public void putArchive(String container, String directory, InputStream tar) throws InterruptedException {
        ask(
                "cannot put files into \"" + directory + "\" of container " + container,
                docker.copyArchiveToContainerCmd(container)
                        .withRemotePath(directory)
                        .withTarInputStream(tar)
                        .withNoOverwriteDirNonDir(true)::exec);
    }

    @Override
    public Optional<InputStream> getArchive(String container, String path) throws InterruptedException {
        return found(
                "cannot get \"" + path + "\" of container " + container,
                docker.copyArchiveFromContainerCmd(container, path)::exec);
    }

    @Override
    public List<ImageRow> images() throws InterruptedException {
        List<Image> images = ask("cannot list images", docker.listImagesCmd().withShowAll(true)::exec);
        return images.stream()
                .map(image -> new ImageRow(
                        image.getId(),
                        Optional.ofNullable(image.getParentId()).orElse(""),
                        image.getRepoTags() == null ? List.of() : List.of(image.getRepoTags()),
                        orEmpty(image.getLabels()),
                        image.getCreated(),
                        image.getSize()))
                .toList();
    }

    @Override
    public List<Resource> buildResources() throws InterruptedException {
        List<String> ours = List.of(ClientIdentity.BUILD_LABEL);
        List<Resource> resources = new ArrayList<>();
        List<Container> containers = ask(
                "cannot list containers",
                docker.listContainersCmd().withShowAll(true).withLabelFilter(ours)::exec);
        for (Container container : containers) {
            if (!isGhost(container)) {
                resources.add(resource(
                        Resource.Kind.INSTANCE,
                        container.getId(),
                        name(container),
                        orEmpty(container.getLabels()),
                        Instant.ofEpochSecond(container.getCreated())));
            }
        }
        ask("cannot list volumes", docker.listVolumesCmd().withFilter("label", ours)::exec)
                .getVolumes()
                .forEach(volume -> resources.add(resource(
                        Resource.Kind.VOLUME,
                        volume.getName(),
                        volume.getName(),
                        orEmpty(volume.getLabels()),
                        Instant.EPOCH)));
        ask(
                        "cannot list volumes",
                        docker.listVolumesCmd().withFilter("label", List.of(DockerJavaHost.CACHE_LABEL))::exec)
                .getVolumes()
                .forEach(volume -> resources.add(cache(volume)));
        ask("cannot list networks", docker.listNetworksCmd().withFilter("label", ours)::exec)
                .forEach(network -> resources.add(resource(
                        Resource.Kind.NETWORK,
                        network.getId(),
                        network.getName(),
                        orEmpty(network.getLabels()),
                        network.getCreated().toInstant())));
        return resources;
    }

    /**
     * Of a container that was to be removed at its end, a daemon that was killed and started again may list a ghost until
     * it starts once more: without a name, and not there for whoever asks for it.
     */
    private boolean isGhost(Container container) throws InterruptedException {
        return isNameless(container)
                && found(
                                "cannot look at container " + container.getId(),
                                docker.inspectContainerCmd(container.getId())::exec)
                        .isEmpty();
    }

    private static boolean isNameless(Container container) {
        return container.getNames() == null || container.getNames().length == 0;
    }

    /** One that is half removed has none any more. */
    private static String name(Container container) {
        return isNameless(container) ? container.getId() : container.getNames()[0].substring(1);
    }

    private static Resource resource(
            Resource.Kind kind, String id, String name, Map<String, String> labels, Instant created) {
        Optional<String> build = Optional.ofNullable(labels.get(ClientIdentity.BUILD_LABEL));
        return new Resource(kind, id, name, build, Optional.empty(), created, -1);
    }

    private static Resource cache(InspectVolumeResponse volume) {
        String name = orEmpty(volume.getLabels()).getOrDefault(DockerJavaHost.CACHE_LABEL, volume.getName());
        Object created = volume.getRawValues().get("CreatedAt");
        Instant time = created == null
                ? Instant.EPOCH
                : OffsetDateTime.parse(created.toString()).toInstant();
        return new Resource(Resource.Kind.CACHE, volume.getName(), name, Optional.empty(), Optional.empty(), time, -1);
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    @Override
    public boolean removeImage(String image) throws InterruptedException {
        return removed(
                "cannot remove image " + image, docker.removeImageCmd(image).withNoPrune(true)::exec);
    }

    @Override
    public boolean removeVolume(String volume) throws InterruptedException {
        return removed("cannot remove volume " + volume, docker.removeVolumeCmd(volume)::exec);
    }

    @Override
    public boolean removeNetwork(String network) throws InterruptedException {
        return removed("cannot remove network " + network, docker.removeNetworkCmd(network)::exec);
    }

    private boolean removed(String what, Callable<?> removal) throws InterruptedException {
        return ask(what, () -> {
            try {
                removal.call();
                return true;
            } catch (NotFoundException e) {
                return true;
            } catch (ConflictException e) {
                return false;
            } catch (DockerException e) {
                if (e.getHttpStatus() == 403) {
                    return false;
                }
                throw e;
            }
        });
    }

    @Override
    public void close() {
        transport.close();
    }

    private <T> Optional<T> found(String what, Callable<T> question) throws InterruptedException {
        return ask(what, () -> {
            try {
                return Optional.of(question.call());
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private <T> T ask(String what, Callable<T> question) throws InterruptedException {
        try {
            return question.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw failure(what, e);
        }
    }

    /** What an error of docker-java means; it wraps those of the connection in unchecked ones. */
    private RuntimeException failure(String what, Throwable error) throws InterruptedException {
        if (error instanceof NotModifiedException) {
            return DockerProblems.refused(what, "it was so already");
        }
        if (error instanceof DockerException refusal) {
            return DockerProblems.refused(
                    what,
                    Answer.words(
                            refusal.getHttpStatus(),
                            Optional.ofNullable(refusal.getMessage()).orElse("").replaceFirst("^Status \\d+: ", "")));
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof EngineException known) {
                return known;
            }
            if (cause instanceof IOException io) {
                return http.failure(io);
            }
        }
        return error instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(what, error);
    }

    /** Waits for a stream of docker-java, which comes on a thread of its own. */
    private abstract class Streaming<T> implements ResultCallback<T>, OutputStreaming {

        private final String what;
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile @Nullable Closeable connection;
        private volatile @Nullable Throwable error;
        private volatile boolean closed;

        Streaming(String what) {
            this.what = what;
        }

        @Override
        public void onStart(Closeable stream) {
            connection = stream;
            started.countDown();
            if (closed) {
                close();
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (error == null) {
                error = failure;
            }
            onComplete();
        }

        @Override
        public void onComplete() {
            started.countDown();
            ended.countDown();
        }

        void awaitStarted() throws InterruptedException {
            started.await();
            throwError();
        }

        @Override
        public void await() throws InterruptedException {
            ended.await();
            throwError();
        }

        @Override
        public boolean await(long millis) throws InterruptedException {
            return ended.await(millis, TimeUnit.MILLISECONDS);
        }

        private void throwError() throws InterruptedException {
            Throwable failure = error;
            if (failure != null && !closed) {
                throw failure(what, failure);
            }
        }

        @Override
        public void close() {
            Closeable open = connection;
            boolean over = ended.getCount() == 0;
            closed = closed || !over;
            if (open != null && !over) {
                try {
                    open.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** The output of a container or a command, its two channels apart. */
    private final class Frames extends Streaming<Frame> {

        private final OutputSink sink;

        Frames(String what, OutputSink sink) {
            super(what);
            this.sink = sink;
        }

        @Override
        public void onNext(Frame frame) {
            // docker-java uses its buffer again: what goes on is a copy.
            byte[] chunk = Arrays.copyOf(frame.getPayload(), frame.getPayload().length);
            sink.write(frame.getStreamType() == StreamType.STDERR ? Channel.STDERR : Channel.STDOUT, chunk);
        }
    }

    /** What the daemon tells of a pull or a load, in which an error is one more item. */
    private final class Items<T extends ResponseItem> extends Streaming<T> {

        private final Consumer<T> listener;
        private final Function<String, EngineException> refusal;

        Items(String what, Consumer<T> listener) {
            this(what, listener, words -> DockerProblems.refused(what, words));
        }

        Items(String what, Consumer<T> listener, Function<String, EngineException> refusal) {
            super(what);
            this.listener = listener;
            this.refusal = refusal;
        }

        @Override
        public void onNext(T item) {
            if (item.getErrorDetail() != null) {
                onFailure(refusal.apply(String.valueOf(item.getErrorDetail().getMessage())));
            } else {
                listener.accept(item);
            }
        }

        private void onFailure(EngineException failure) {
            super.onError(failure);
        }
    }

    /** What docker-java asks of a configuration; it reads no file, property or environment. */
    private record Config(ApiVersion version) implements DockerClientConfig {

        @Override
        public URI getDockerHost() {
            return URI.create("http://docker");
        }

        @Override
        public RemoteApiVersion getApiVersion() {
            return RemoteApiVersion.create(version.major(), version.minor());
        }

        @Override
        public @Nullable String getRegistryUsername() {
            return null;
        }

        @Override
        public @Nullable String getRegistryPassword() {
            return null;
        }

        @Override
        public @Nullable String getRegistryEmail() {
            return null;
        }

        @Override
        public @Nullable String getRegistryUrl() {
            return null;
        }

        @Override
        public @Nullable AuthConfig effectiveAuthConfig(String imageName) {
            return null;
        }

        @Override
        public AuthConfigurations getAuthConfigurations() {
            return new AuthConfigurations();
        }

        @Override
        @SuppressWarnings("deprecation") // Part of what has to be implemented.
        public @Nullable SSLConfig getSSLConfig() {
            return null;
        }
    }
}
