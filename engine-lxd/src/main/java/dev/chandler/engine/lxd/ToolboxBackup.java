package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.lib.oci.tar.RewrittenTar;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A file that is the backup of a volume which never was: the daemon makes a volume of it, files and all, without anything
 * that would have to be started. Removed when closed.
 *
 * <p>Source: LXD 5.0, {@code doc/storage.md}, and what {@code lxc storage volume export} writes.
 *
 * @param file an archive with {@code backup/index.yaml} and the files below {@code backup/volume}
 */
record ToolboxBackup(Path file) implements AutoCloseable {

    /** The daemon lets nobody but root look into a volume's own root: so the files are in a folder of it. */
    static final String FILES = "files";

    private static final String VOLUME = "backup/volume/";
    private static final String ROOT = VOLUME + FILES + "/";

    /**
     * Reads an archive to its end.
     *
     * @param tar the files; left open
     * @param config what the volume's configuration is to have
     */
    static ToolboxBackup of(InputStream tar, Map<String, String> config) throws IOException {
        ToolboxBackup backup = new ToolboxBackup(Files.createTempFile("chandler-toolbox", ".tar"));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(backup.file), 1 << 16)) {
            byte[] index = index(config);
            TarWriter writer = new TarWriter(out);
            writer.file(TarHeader.file("backup/index.yaml", index.length), index);
            writer.header(TarHeader.directory(VOLUME));
            writer.header(TarHeader.directory(ROOT));
            new RewrittenTar(tar, ToolboxBackup::inVolume).transferTo(out);
            return backup;
        } catch (IOException | RuntimeException e) {
            backup.close();
            throw e;
        }
    }

    /** JSON is YAML. The names are those of the request that brings it. */
    private static byte[] index(Map<String, String> config) {
        JsonObject volume = new JsonObject();
        volume.addProperty("name", "toolbox");
        volume.addProperty("type", "custom");
        volume.addProperty("content_type", "filesystem");
        volume.add("config", Json.of(config));
        JsonObject configs = new JsonObject();
        configs.add("volume", volume);
        JsonObject index = new JsonObject();
        index.addProperty("name", "toolbox");
        index.addProperty("backend", "dir");
        index.addProperty("pool", "default");
        index.addProperty("type", "custom");
        index.addProperty("optimized", false);
        index.addProperty("optimized_header", false);
        index.add("config", configs);
        return index.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<TarHeader> inVolume(TarHeader header) {
        TarHeader below = header.named(ROOT + plain(header.name()));
        return List.of(header.type() == TarHeader.HARD_LINK ? below.leadingTo(ROOT + plain(header.link())) : below);
    }

    /** Without slashes and points in front; the archive's own root is empty. */
    private static String plain(String name) {
        return name.replaceFirst("^(\\.?/+)+", "").replaceFirst("^\\.$", "");
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
