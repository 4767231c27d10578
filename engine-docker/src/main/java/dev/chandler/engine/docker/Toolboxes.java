package dev.chandler.engine.docker;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.ToolboxContent;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.engine.Shield;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Keeps toolboxes as volumes: each made once, whoever builds there, and whole or not at all. Thread-safe.
 *
 * <p>Who has the {@linkplain ToolboxLock lock} begins with nothing, fills the volume, marks it and looks whether the mark is
 * that of the volume which is there. All others wait.
 */
final class Toolboxes {

    private final DockerHttp http;
    private final Supplier<DockerDriver> driver;
    private final Callable<ImageFacts> image;
    private final ClientIdentity client;
    private final ToolboxVolumes volumes;
    private final ToolboxContainers containers;
    private final Duration gone;

    /**
     * Makes it for one connection.
     *
     * @param image what helpers are made of
     * @param gone after how long without a sign of life another client is given up
     */
    Toolboxes(
            DockerHttp http,
            Supplier<DockerDriver> driver,
            Callable<ImageFacts> image,
            ClientIdentity client,
            Duration gone) {
        this.http = http;
        this.driver = driver;
        this.image = image;
        this.client = client;
        this.gone = gone;
        this.volumes = new ToolboxVolumes(http);
        this.containers = new ToolboxContainers(http, client);
    }

    /** Sees to it that one is there. */
    void keep(Digest digest, ToolboxContent content) throws InterruptedException {
        ToolboxWait others = new ToolboxWait(http, driver, containers, digest, gone);
        while (!volumes.find(digest).whole()) {
            if (!tried(digest, content)) {
                others.pause();
            }
        }
    }

    /** Makes it; false if another client is at it. */
    private boolean tried(Digest digest, ToolboxContent content) throws InterruptedException {
        ImageFacts helper = helper();
        ToolboxLock lock =
                ToolboxLock.take(http, driver.get(), containers, digest, helper).orElse(null);
        if (lock == null) {
            return false;
        }
        try (lock) {
            return made(digest, content, helper, lock);
        }
    }

    private boolean made(Digest digest, ToolboxContent content, ImageFacts helper, ToolboxLock lock)
            throws InterruptedException {
        try {
            if (!volumes.find(digest).whole()) {
                make(digest, content, helper);
            }
            return true;
        } catch (EngineException e) {
            if (lock.isHeld(containers.holder(digest))) {
                throw e;
            }
            // Another client took this one for gone, and makes it.
            return false;
        }
    }

    private ImageFacts helper() throws InterruptedException {
        try {
            return image.call();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void make(Digest digest, ToolboxContent content, ImageFacts helper) throws InterruptedException {
        try (Spool files = read(digest, content)) {
            filled(digest, files, helper, UUID.randomUUID().toString());
        } catch (IOException e) {
            throw DockerProblems.toolboxContent(digest, e);
        }
    }

    private void filled(Digest digest, Spool files, ImageFacts helper, String filling)
            throws IOException, InterruptedException {
        try {
            Shield.always(() -> {
                clear(digest);
                volumes.create(ToolboxVolumes.files(digest), digest, client, filling);
                containers.createFiller(digest, helper);
            });
            fill(digest, files);
            Shield.always(() -> {
                driver.get().removeContainer(ToolboxContainers.filler(digest));
                volumes.create(ToolboxVolumes.mark(digest), digest, client, filling);
            });
            if (!volumes.find(digest).whole()) {
                throw DockerProblems.toolboxInTheWay(digest);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            clearAfter(digest, e);
            throw e;
        }
    }

    /** What went wrong is what counts; what could not be taken away is found by its label later. */
    private void clearAfter(Digest digest, Exception e) {
        try {
            Shield.always(() -> clear(digest));
        } catch (RuntimeException failure) {
            e.addSuppressed(failure);
        }
    }

    /** To its end before anything is made: content that cannot be had is then known for what it is. */
    private static Spool read(Digest digest, ToolboxContent content) throws InterruptedException {
        try (InputStream tar = content.open()) {
            return Spool.of(tar);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading a toolbox");
            }
            throw DockerProblems.toolboxContent(digest, e);
        }
    }

    private void fill(Digest digest, Spool files) throws IOException, InterruptedException {
        try (InputStream tar = files.open()) {
            driver.get().putArchive(ToolboxContainers.filler(digest), ToolboxContainers.PLACE + "/", tar);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while filling a toolbox");
        }
    }

    /** Takes away whatever is there of it, also what another client has left. */
    private void clear(Digest digest) throws InterruptedException {
        driver.get().removeContainer(ToolboxContainers.filler(digest));
        driver.get().removeVolume(ToolboxVolumes.mark(digest));
        if (!driver.get().removeVolume(ToolboxVolumes.files(digest))) {
            throw DockerProblems.toolboxInTheWay(digest);
        }
    }

    List<Resource> resources() throws InterruptedException {
        return volumes.resources();
    }

    /** The files first: where they are in use, the mark stays. */
    boolean remove(Resource resource) throws InterruptedException {
        Digest digest = resource.key().orElseThrow();
        if (!volumes.find(digest).maker().equals(resource.buildId())) {
            // What was there is gone; by now another client has begun with it, or has made it whole.
            return true;
        }
        return driver.get().removeVolume(ToolboxVolumes.files(digest))
                && driver.get().removeVolume(ToolboxVolumes.mark(digest));
    }

    /** Refuses what would mount a toolbox that is not there. */
    void require(InstanceSettings settings) throws InterruptedException {
        for (Mount mount : settings.mounts()) {
            if (mount instanceof Mount.Toolbox toolbox
                    && !volumes.find(toolbox.digest()).whole()) {
                throw DockerProblems.noToolbox(toolbox.digest());
            }
        }
    }

    /** Removes volumes that the daemon made because there were none to mount. */
    void removeUnlabelled(InstanceSettings settings) throws InterruptedException {
        for (Mount mount : settings.mounts()) {
            if (mount instanceof Mount.Toolbox toolbox
                    && volumes.find(toolbox.digest()).unlabelled()) {
                driver.get().removeVolume(ToolboxVolumes.files(toolbox.digest()));
            }
        }
    }

    /** Whether a mount's place is in the memory of the instance, which leaves nothing. */
    static boolean isInMemory(Mount mount) {
        return mount instanceof Mount.Toolbox || mount instanceof Mount.Shared;
    }

    /** The settings of an instance that is never started: nothing in it could use a tool. */
    static InstanceSettings without(InstanceSettings settings) {
        return settings.withMounts(
                settings.mounts().stream().filter(mount -> !isInMemory(mount)).toList());
    }
}
