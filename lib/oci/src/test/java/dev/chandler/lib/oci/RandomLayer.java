package dev.chandler.lib.oci;

import dev.chandler.lib.oci.tar.TarHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A layer of a few names, as likely as not in the way of those of other layers; such as could be written by anybody. */
final class RandomLayer {

    private static final List<String> NAMES = List.of("a", "b", "c");
    private final Random random;
    private final TarLayer layer = new TarLayer();
    private final Map<String, Character> kinds = new TreeMap<>();
    private final List<String> files = new ArrayList<>();

    RandomLayer(Random random) {
        this.random = random;
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            name.append(NAMES.get(random.nextInt(NAMES.size()))).append('/');
        }
        return name.substring(0, name.length() - 1);
    }

    /** Whether nothing of this layer that is no folder stands above. */
    private boolean hasRoom(String name) {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            if (kinds.getOrDefault(name.substring(0, slash), '5') != '5') {
                return false;
            }
        }
        return true;
    }

    FlatRootfs.Layer layer() throws IOException {
        for (int i = 0; i < 12; i++) {
            String name = name();
            if (hasRoom(name)) {
                add(name);
            }
        }
        return layer.layer();
    }

    private void add(String name) throws IOException {
        String folder = name.contains("/") ? name.substring(0, name.lastIndexOf('/') + 1) : "";
        switch (random.nextInt(7)) {
            case 0, 1 -> file(name);
            case 2 -> {
                kinds.put(name, '5');
                files.removeIf(name::equals);
                layer.put(TarHeader.directory(name + "/").owned(random.nextInt(3), 0, 0700 + random.nextInt(64)), "");
            }
            case 3 -> {
                replaced(name, '2');
                layer.symlink(name, "a");
            }
            case 4, 5 -> layer.file(folder + ".wh." + name.substring(folder.length()), "");
            default -> {
                if (random.nextBoolean() && !files.isEmpty()) {
                    String target = files.get(random.nextInt(files.size()));
                    if (!target.equals(name) && !target.startsWith(name + "/")) {
                        replaced(name, '1');
                        layer.hardLink(name, target);
                    }
                } else {
                    layer.file(folder + ".wh..wh..opq", "");
                }
            }
        }
    }

    private void file(String name) throws IOException {
        replaced(name, '0');
        files.add(name);
        layer.file(name, String.valueOf(random.nextInt(100)));
    }

    private void replaced(String name, char kind) {
        files.removeIf(file -> file.equals(name) || file.startsWith(name + "/"));
        kinds.keySet().removeIf(below -> below.startsWith(name + "/"));
        kinds.put(name, kind);
    }
}
