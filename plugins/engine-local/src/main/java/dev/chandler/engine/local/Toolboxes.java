package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.ToolboxContent;
import dev.chandler.lib.oci.TarProcess;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Toolboxes: folders that are there whole or not at all, each made by one client. Thread-safe, also between processes. */
final class Toolboxes {

    private static final String FOLDER = "toolboxes";
    private static final long PAUSE_MILLIS = 20;

    private final StoreFolder folder;
    private final LayerStore layers;
    private final Claims claims;

    Toolboxes(StoreFolder folder, LayerStore layers, Claims claims) {
        this.folder = folder;
        this.layers = layers;
        this.claims = claims;
    }

    /** Sees to it that one is there; waits for another client that makes it. */
    void keep(Digest digest, ToolboxContent content) throws InterruptedException {
        String claim = "toolbox-" + digest.hex();
        while (!folder.has(FOLDER, digest.hex())) {
            if (claims.take(claim, List.of())) {
                try {
                    make(digest, content);
                } finally {
                    claims.giveUp(claim);
                }
            } else {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    private void make(Digest digest, ToolboxContent content) throws InterruptedException {
        if (folder.has(FOLDER, digest.hex())) {
            return; // Made by whoever had claimed it before.
        }
        try (LayerDraft draft = layers.draft();
                InputStream tar = content.open()) {
            TarProcess.unpack(
                    Program.builder(List.of(
                            "tar",
                            "-x",
                            "-p",
                            "--numeric-owner",
                            "--same-owner",
                            "-f",
                            "-",
                            "-C",
                            draft.root().toString())),
                    out -> InstanceFiles.transfer(tar, out));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            folder.move(draft.root(), folder.path(FOLDER, digest.hex()));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while making a toolbox");
            }
            throw LocalProblems.toolbox(digest, e);
        }
    }

    Resource resource(String name) {
        return new Resource(
                Resource.Kind.TOOLBOX,
                FOLDER + "/" + name,
                name,
                Optional.empty(),
                Optional.of(new Digest(name)),
                folder.changed(FOLDER, name),
                -1);
    }
}
