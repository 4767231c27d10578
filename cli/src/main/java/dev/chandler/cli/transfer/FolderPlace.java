package dev.chandler.cli.transfer;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.transfer.CacheIndex;
import dev.chandler.lib.oci.LayoutFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A folder.
 *
 * @param text as the user has it
 * @param folder the folder
 */
record FolderPlace(String text, Path folder) implements StatePlace {

    @Override
    public String source() {
        return "file";
    }

    @Override
    public void write(States states, Room room) throws IOException, InterruptedException {
        requireOwn();
        LayoutFolder layout = LayoutFolder.in(folder);
        states.putInto(layout);
        CacheIndex.removeOthers(layout);
    }

    /** Blobs are removed there that the new index does not have. */
    private void requireOwn() throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw inTheWay("it is no folder");
        }
        LayoutFolder layout = LayoutFolder.at(folder);
        boolean states = layout.index().filter(CacheIndex::isOfStates).isPresent();
        if (!states && !isEmpty()) {
            throw inTheWay("there is something else in it");
        }
    }

    /** An export that ended too early has left blobs alone. */
    private boolean isEmpty() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.allMatch(file -> file.getFileName().toString().equals("blobs"));
        }
    }

    private ManifestException inTheWay(String why) {
        return new ManifestException(Problem.of("CH-CACHE-015", "cannot export states to \"" + text + "\"")
                .because(why)
                .remedy("name another folder, or remove what is there"));
    }

    @Override
    public Path layout(Room room) {
        return folder;
    }
}
