package dev.chandler.lib.oci;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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

    private static final int LONGEST_WORDS = 2000;
    private static final int BUFFER = 1 << 16;
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
        try (Running tar = new Running(started(words), "unpack")) {
            Fed fed = new Fed(tar.process.getOutputStream());
            try (fed) {
                archive.writeTo(fed);
            } catch (IOException e) {
                if (!fed.refused) {
                    throw e;
                }
            }
            tar.end();
        }
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
        Running tar = new Running(started(words), "pack");
        try {
            tar.process.getOutputStream().close();
        } catch (IOException e) {
            tar.close();
            throw e;
        }
        return new Packed(tar);
    }

    private static List<String> words(String what, Path folder) {
        List<String> words = new ArrayList<>(List.of("tar", what));
        words.addAll(BOTH);
        words.addAll(List.of("-C", folder.toString()));
        return words;
    }

    private Process started(List<String> words) throws IOException {
        List<String> all = new ArrayList<>(before);
        all.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(all).directory(new File("/"));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(List.of("TAR_OPTIONS", "POSIXLY_CORRECT", "TAPE", "LANGUAGE"));
        environment.putAll(Map.of("LC_ALL", "C", "TZ", "UTC0"));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException("cannot start tar, of which GNU's is needed on this machine: " + e.getMessage(), e);
        }
    }

    /** The way into a process: where that reads no longer, its words say why, and nobody else's. */
    private static final class Fed extends FilterOutputStream {
        private boolean refused;

        Fed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                refused = true;
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } catch (IOException e) {
                refused = true;
                throw e;
            }
        }
    }

    /** A process, and what it says is wrong. */
    private static final class Running implements AutoCloseable {
        private final Process process;
        private final String what;
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();
        private final Thread listening;

        Running(Process process, String what) {
            this.process = process;
            this.what = what;
            this.listening = new Thread(this::listen, "chandler-tar");
            listening.setDaemon(true);
            listening.start();
        }

        private void listen() {
            byte[] buffer = new byte[BUFFER];
            try (InputStream words = process.getErrorStream()) {
                for (int count = words.read(buffer); count >= 0; count = words.read(buffer)) {
                    if (said.size() < LONGEST_WORDS) {
                        said.write(buffer, 0, Math.min(count, LONGEST_WORDS));
                    }
                }
            } catch (IOException e) {
                // It was ended, and nobody wants to know any more.
            }
        }

        /** Waits until it is done, which it has to be with all. */
        void end() throws IOException {
            try {
                int code = process.waitFor();
                listening.join();
                if (code != 0) {
                    throw new IOException("tar could not " + what + " all of it: " + words(code));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while tar was to " + what + " a layer");
            }
        }

        private String words(int code) {
            String words = said.toString(StandardCharsets.UTF_8).strip().replace('\n', ';');
            return words.isEmpty() ? "exit code " + code : words;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** What tar writes, of which the end counts only where it has ended well. */
    private static final class Packed extends FilterInputStream {
        private final Running tar;
        private boolean ended;

        Packed(Running tar) {
            super(tar.process.getInputStream());
            this.tar = tar;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count < 0 && !ended) {
                tar.end();
                ended = true;
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            tar.close();
            super.close();
        }
    }
}
