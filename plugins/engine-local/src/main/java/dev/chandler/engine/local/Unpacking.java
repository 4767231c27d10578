package dev.chandler.engine.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;

/** Gives an archive to a program that unpacks it. */
final class Unpacking {

    private static final int CHUNK = 1 << 16;

    private Unpacking() {}

    /**
     * Runs the program to its end; an interrupt ends it.
     *
     * @throws IOException if the archive cannot be read, or with the program's words if it fails
     */
    static void run(ProcessBuilder program, InputStream archive) throws IOException, InterruptedException {
        Process process = program.redirectErrorStream(true).start();
        try {
            OutputStream to = process.getOutputStream();
            boolean taken = transfer(archive, to);
            try {
                to.close();
            } catch (IOException e) {
                taken = false;
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0 || !taken) {
                throw new FileSystemException("", null, said.isBlank() ? "tar has not taken all of it" : said.strip());
            }
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    /** False if the program has ended before. */
    private static boolean transfer(InputStream from, OutputStream to) throws IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK];
        for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            try {
                to.write(chunk, 0, count);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
