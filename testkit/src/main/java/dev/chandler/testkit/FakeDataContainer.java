package dev.chandler.testkit;

import dev.chandler.api.engine.DataContainer;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Somebody else's instance on a {@link FakeHost}. */
record FakeDataContainer(FakeTree tree, List<String> volumes) implements DataContainer {

    @Override
    public Optional<InputStream> get(String path) {
        return tree.file(path).map(there -> FakeTar.pack(path, tree));
    }
}
