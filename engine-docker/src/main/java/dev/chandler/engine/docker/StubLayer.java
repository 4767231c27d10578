package dev.chandler.engine.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A layer of what Podman makes in every container, to mount its own over it: with it below, no snapshot has that in its
 * own layer, and what is published leaves it out.
 *
 * <p>Docker has such a layer itself, which it neither shows nor commits.
 */
final class StubLayer {

    private static final List<String> DIRECTORIES = List.of("dev/", "proc/", "sys/");
    private static final List<String> FILES =
            List.of("etc/hostname", "etc/hosts", "etc/resolv.conf", "run/.containerenv");

    /** Of {@link #content()}; to make that for each build that looks for the layer takes longer than all its looking. */
    private static final String DIFF_ID = "sha256:141634be9614e9be4f6b6bea34e8f629c45d7625fa901d02f7b6b742ef909b54";

    private StubLayer() {}

    static String diffId() {
        return DIFF_ID;
    }

    /** The layers of an image but for this one. */
    static List<String> leftOut(List<String> layers) {
        return layers.stream().filter(layer -> !layer.equals(diffId())).toList();
    }

    /** Always the same bytes. */
    static byte[] content() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String directory : DIRECTORIES) {
                put(tar, new TarArchiveEntry(directory), 0755);
            }
            for (String file : FILES) {
                put(tar, new TarArchiveEntry(file), 0644);
            }
            TarArchiveEntry mtab = new TarArchiveEntry("etc/mtab", TarConstants.LF_SYMLINK);
            mtab.setLinkName("/proc/mounts");
            put(tar, mtab, 0777);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Nothing in it is of this moment or this machine. */
    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode) throws IOException {
        entry.setMode(mode);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setModTime(0L);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}
