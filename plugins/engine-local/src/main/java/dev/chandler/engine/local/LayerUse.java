package dev.chandler.engine.local;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What keeps layers from being removed while a client needs them: as long as it is open, and its process runs.
 *
 * <p>Thread-safe. Who makes a layer has one, until what it made is part of a state or an image.
 */
final class LayerUse implements AutoCloseable {

    private final StoreFolder folder;
    private final String name;
    private final String owner;
    private final List<String> held = new ArrayList<>();
    private final List<String> layers = new ArrayList<>();

    /** Makes one, which uses nothing yet. */
    LayerUse(StoreFolder folder, String name, String owner) {
        this.folder = folder;
        this.name = name;
        this.owner = owner;
    }

    /** What its file is called. */
    String name() {
        return name;
    }

    /** Uses layers, too, which have to be kept from being removed until this returns. */
    synchronized void add(Collection<String> more) {
        layers.addAll(more);
        write(owner);
    }

    /** Keeps other things of the store from being removed, too: {@code states/ID}, {@code caches/NAME}, {@code toolboxes/DIGEST}. */
    synchronized void hold(Collection<String> more) {
        held.addAll(more);
        write(owner);
    }

    /** What it uses, in the order in which that was added. */
    synchronized List<String> layers() {
        return List.copyOf(layers);
    }

    /** Goes on without its process, until somebody removes its file. */
    synchronized void outlive() {
        write("-");
    }

    private void write(String process) {
        folder.write("uses", name, process + "\n" + String.join(" ", layers) + "\n" + String.join(" ", held) + "\n");
    }

    @Override
    public synchronized void close() {
        folder.delete("uses", name);
    }
}
