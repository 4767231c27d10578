package dev.chandler.lib.oci;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.regex.Pattern;

/**
 * A process of GNU tar that packs or unpacks; whatever it says is read while it runs, so that it never waits for that.
 *
 * <p>A failure of tar is a {@link FileSystemException} with its words as the reason. An interrupt ends it, and is an
 * {@link InterruptedIOException}. Source: the manual of GNU tar 1.34, "Return Values".
 */
public final class TarProcess {

    private static final int LONGEST_WORDS = 2000;
    private static final int BUFFER = 1 << 16;

    /** Of tar that packs: a file was changed, or removed, while it was read. */
    private static final int SOME_DIFFER = 1;

    /** A program that was to become tar may end with the same code. */
    private static final Pattern SAID_BY_TAR = Pattern.compile("(/\\S*/)?tar: ");

    private TarProcess() {}

    /**
     * Unpacks an archive.
     *
     * @param tar unpacks what it reads from its standard input
     * @param archive writes it
     * @throws IOException if the archive cannot be made, or tar says that not all of it could be unpacked
     */
    public static void unpack(ProcessBuilder tar, GnuTar.Archive archive) throws IOException {
        try (Running running = new Running(started(tar), "unpack", false)) {
            Fed fed = new Fed(running.process.getOutputStream());
            try (fed) {
                archive.writeTo(fed);
            } catch (IOException e) {
                if (!fed.refused) {
                    throw e;
                }
            }
            running.end();
        }
    }

    /**
     * Packs what nobody changes.
     *
     * @param tar packs to its standard output
     * @return the archive; reading to its end fails where tar says that not all of it could be packed; the caller closes it
     * @throws IOException if tar cannot be started
     */
    public static InputStream pack(ProcessBuilder tar) throws IOException {
        return pack(tar, false);
    }

    /**
     * Packs what others may change meanwhile: of a file that they do, what is packed is of some moment.
     *
     * @param tar packs to its standard output
     * @return as of {@link #pack}
     * @throws IOException if tar cannot be started
     */
    public static InputStream packLive(ProcessBuilder tar) throws IOException {
        return pack(tar, true);
    }

    private static InputStream pack(ProcessBuilder tar, boolean live) throws IOException {
        Running running = new Running(started(tar), "pack", live);
        try {
            running.process.getOutputStream().close();
        } catch (IOException e) {
            running.close();
            throw e;
        }
        return new Packed(running);
    }

    private static Process started(ProcessBuilder tar) throws IOException {
        try {
            return tar.start();
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
        private final boolean live;
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();
        private final Thread listening;

        Running(Process process, String what, boolean live) {
            this.process = process;
            this.what = what;
            this.live = live;
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
                if (code != 0
                        && !(live
                                && code == SOME_DIFFER
                                && SAID_BY_TAR.matcher(words(code)).lookingAt())) {
                    throw new FileSystemException("", null, "tar could not " + what + " all of it: " + words(code));
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
            process.destroyForcibly().onExit().join();
        }
    }

    /** What tar writes, of which the end counts only where it has ended well. */
    private static final class Packed extends BlockStream {
        private final Running tar;
        private boolean ended;

        Packed(Running tar) {
            super(tar.process.getInputStream());
            this.tar = tar;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
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
