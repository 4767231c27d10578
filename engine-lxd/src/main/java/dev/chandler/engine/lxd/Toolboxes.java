package dev.chandler.engine.lxd;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.ToolboxContent;
import dev.chandler.lib.engine.Shield;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Keeps toolboxes as volumes: each made once, whoever builds there, and whole or not at all. Thread-safe.
 *
 * <p>Who has the {@linkplain ToolboxLock lock} has the daemon make a volume under a name that nobody looks for, and gives
 * it its own name when it is whole. All others wait.
 */
final class Toolboxes {

    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final LxdHttp http;
    private final Operations operations;
    private final ClientIdentity client;
    private final Place place;
    private final ToolboxVolumes volumes;

    Toolboxes(LxdHttp http, Operations operations, ClientIdentity client, Place place) {
        this.http = http;
        this.operations = operations;
        this.client = client;
        this.place = place;
        this.volumes = new ToolboxVolumes(http, operations, place.pool());
    }

    /** Sees to it that one is there. */
    void keep(Digest digest, ToolboxContent content) throws InterruptedException {
        String sign = "";
        long since = System.nanoTime();
        long pause = FIRST_PAUSE_MILLIS;
        while (!volumes.isThere(digest) && !tried(digest, content)) {
            String now = ToolboxLock.sign(http, digest);
            if (!now.equals(sign)) {
                sign = now;
                since = System.nanoTime();
            } else if (!now.isEmpty() && System.nanoTime() - since > ToolboxLock.GONE.toNanos()) {
                new Removal(http, operations).remove(ToolboxLock.name(digest));
            }
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    /** Makes it; false if another client is at it. */
    private boolean tried(Digest digest, ToolboxContent content) throws InterruptedException {
        ToolboxLock lock =
                ToolboxLock.take(http, operations, client, place, digest).orElse(null);
        if (lock == null) {
            return false;
        }
        try (lock) {
            if (!volumes.isThere(digest)) {
                make(digest, content);
            }
            return true;
        }
    }

    private void make(Digest digest, ToolboxContent content) throws InterruptedException {
        try (ToolboxBackup backup = read(digest, content)) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading a toolbox");
            }
            String temporary = ToolboxVolumes.temporary();
            Shield.make(() -> filled(digest, temporary, backup), made -> {
                volumes.remove(temporary);
                if (made.orElse(false)) {
                    volumes.remove(ToolboxVolumes.name(digest));
                }
            });
        } catch (IOException e) {
            throw LxdProblems.toolboxContent(digest, e);
        }
    }

    /** To its end before anything is made: content that cannot be had is then known for what it is. */
    private ToolboxBackup read(Digest digest, ToolboxContent content) throws InterruptedException {
        Map<String, String> labels =
                Map.of(Labels.VERSION, client.version(), Labels.BUILD, client.buildId(), Labels.TOOLBOX, digest.hex());
        try (InputStream tar = content.open()) {
            return ToolboxBackup.of(tar, labels);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading a toolbox");
            }
            throw LxdProblems.toolboxContent(digest, e);
        }
    }

    /** False if another client, which took this one for gone, has made it meanwhile. */
    private boolean filled(Digest digest, String temporary, ToolboxBackup backup) throws InterruptedException {
        try {
            volumes.send(temporary, backup);
            boolean named = volumes.rename(temporary, ToolboxVolumes.name(digest));
            if (!named) {
                volumes.remove(temporary);
            }
            return named;
        } catch (RuntimeException e) {
            try {
                volumes.remove(temporary);
            } catch (RuntimeException failure) {
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    /** Refuses what would mount a toolbox that is not there. */
    void require(InstanceSettings settings) throws InterruptedException {
        for (Mount mount : settings.mounts()) {
            if (mount instanceof Mount.Toolbox toolbox && !volumes.isThere(toolbox.digest())) {
                throw LxdProblems.noToolbox(toolbox.digest());
            }
        }
    }

    /** The one that has a second name, if the instance can have that. */
    static Optional<Mount.Toolbox> linked(InstanceSettings settings) {
        return settings.readOnly()
                ? Optional.empty()
                : settings.mounts().stream()
                        .filter(mount -> mount instanceof Mount.Toolbox toolbox
                                && toolbox.link().isPresent())
                        .map(Mount.Toolbox.class::cast)
                        .findFirst();
    }
}
