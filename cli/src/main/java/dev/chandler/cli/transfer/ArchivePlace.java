package dev.chandler.cli.transfer;

import dev.chandler.lib.oci.LayoutArchive;
import dev.chandler.lib.oci.LayoutFolder;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A tar archive.
 *
 * @param text as the user has it
 * @param file the archive
 */
record ArchivePlace(String text, Path file) implements StatePlace {

    @Override
    public String source() {
        return "file";
    }

    @Override
    public void write(States states, Room room) throws IOException, InterruptedException {
        Path folder = room.folder();
        states.putInto(LayoutFolder.in(folder));
        LayoutArchive.write(folder, file);
    }

    @Override
    public Path layout(Room room) throws IOException {
        Path folder = room.folder();
        LayoutArchive.read(file, folder);
        return folder;
    }
}
