package dev.chandler.testkit;

import dev.chandler.api.engine.Instance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Looks at files of the client and of instances, for {@link ProvisionerContract}. */
final class ContractFiles {

    private ContractFiles() {}

    /** Everything below a folder of the client and when it was last changed. */
    static Map<Path, FileTime> below(Path folder) throws IOException {
        Map<Path, FileTime> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path each : walk.toList()) {
                files.put(each, Files.getLastModifiedTime(each));
            }
        }
        return files;
    }

    /** Everything at and below a path of an instance; nothing if there is no such path. */
    static FakeTree at(Instance instance, String path) throws IOException, InterruptedException {
        FakeTree tree = new FakeTree();
        Optional<InputStream> packed = instance.get(path);
        if (packed.isPresent()) {
            try (InputStream tar = packed.get()) {
                FakeTar.unpack(tar, path.substring(0, path.lastIndexOf('/') + 1), tree);
            }
        }
        return tree;
    }
}
