package dev.chandler.lib.oci;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * This machine's GNU tar, which can make devices and attributes that Java cannot.
 *
 * <p>Nothing of the caller's environment changes what it does. Immutable; each call starts a process of its own, which ends with
 * it, also after an interrupt.
 */
public final class GnuTar {

    private static final List<String> BOTH = List.of("--numeric-owner", "--xattrs", "--xattrs-include=*");

    private final List<String> before;

    /**
     * Makes it.
     *
     * @param before the words of a program that starts it, such as {@code nsenter …}; may be empty
     */
    public GnuTar(List<String> before) {
        this.before = List.copyOf(before);
    }

    /** Writes an archive. */
    @FunctionalInterface
    public interface Archive {
        /**
         * Writes all of it.
         *
         * @param out takes it; stays open
         * @throws IOException if it cannot be made, or written
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Unpacks an archive of which the names are known to lead nowhere else.
     *
     * @param archive writes it, as {@link OverlayLayers#write} does
     * @param folder takes it; is there, and empty
     * @throws IOException if the archive cannot be made, or tar says that not all of it could be unpacked
     */
    public void unpack(Archive archive, Path folder) throws IOException {
        List<String> words = words("-x", folder);
        words.addAll(List.of("-p", "--same-owner", "--delay-directory-restore", "--absolute-names"));
        words.addAll(List.of("--warning=no-timestamp", "-f", "-"));
        TarProcess.unpack(builder(words), archive);
    }

    /**
     * Packs a folder, names in the order of their bytes.
     *
     * @param folder all that is in it
     * @return the archive; reading to its end fails where tar says that not all of it could be packed; the caller closes it
     * @throws IOException if tar cannot be started
     */
    public InputStream pack(Path folder) throws IOException {
        List<String> words = words("-c", folder);
        words.addAll(List.of("--sort=name", "--format=pax", "--pax-option=delete=atime,delete=ctime"));
        words.addAll(List.of("--warning=no-file-ignored", "-f", "-", "."));
        return TarProcess.pack(builder(words));
    }

    private static List<String> words(String what, Path folder) {
        List<String> words = new ArrayList<>(List.of("tar", what));
        words.addAll(BOTH);
        words.addAll(List.of("-C", folder.toString()));
        return words;
    }

    private ProcessBuilder builder(List<String> words) {
        List<String> all = new ArrayList<>(before);
        all.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(all).directory(new File("/"));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(List.of("TAR_OPTIONS", "POSIXLY_CORRECT", "TAPE", "LANGUAGE"));
        environment.putAll(Map.of("LC_ALL", "C", "TZ", "UTC0"));
        return builder;
    }
}
