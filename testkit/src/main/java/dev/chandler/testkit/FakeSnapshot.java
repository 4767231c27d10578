package dev.chandler.testkit;

import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import java.util.Optional;

/** A state on a {@link FakeHost}. */
record FakeSnapshot(Snapshot snapshot, FakeTree tree, String buildId) {

    /** A checkpoint that was replaced has lost its name to the one that has its key now. */
    Resource resource(boolean replaced) {
        boolean checkpoint = snapshot.key().isPresent();
        return new Resource(
                checkpoint ? Resource.Kind.CHECKPOINT : Resource.Kind.IMAGE,
                snapshot.id(),
                snapshot.key()
                        .filter(key -> !replaced)
                        .map(key -> "chandler-cache:" + key.hex())
                        .orElse(snapshot.id()),
                checkpoint ? Optional.empty() : Optional.of(buildId),
                snapshot.key(),
                snapshot.created(),
                tree.files().values().stream().mapToLong(FakeFile::size).sum());
    }
}
