package dev.chandler.engine.local;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;

/** What a program writes, that has to end well; closing it ends the program. Confined to one thread. */
final class ProgramOutput extends FilterInputStream {

    private final Process process;

    private ProgramOutput(Process process) {
        super(process.getInputStream());
        this.process = process;
    }

    static ProgramOutput of(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new ProgramOutput(process);
        } catch (IOException e) {
            throw LocalProblems.program(builder.command().get(0), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        return one < 0 ? ended() : one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        return count < 0 ? ended() : count;
    }

    private int ended() throws IOException {
        try {
            if (process.waitFor() != 0) {
                throw new IOException(
                        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            }
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        super.close();
    }
}
