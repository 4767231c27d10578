package dev.chandler.engine.local;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.OutputSink.Channel;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a command writes to one channel: a pipe that is not at its end as long as anything holds it, though the command itself has ended. So
 * nobody waits for that end.
 */
final class Output implements AutoCloseable {

    private final Channel channel;
    private final Path path;
    private final RandomAccessFile file;
    private final FileInputStream pipe;

    private Output(Channel channel, Path path, RandomAccessFile file) throws IOException {
        this.channel = channel;
        this.path = path;
        this.file = file;
        this.pipe = new FileInputStream(file.getFD());
    }

    /** Opened for writing, too, so that opening it waits for nobody. */
    static Output open(Channel channel, Path pipe) throws IOException {
        return new Output(channel, pipe, new RandomAccessFile(pipe.toFile(), "rw"));
    }

    Path path() {
        return path;
    }

    /** Gives on what is there at this moment, and waits for nothing; false if there is nothing. */
    boolean drain(OutputSink sink) throws IOException {
        byte[] chunk = new byte[pipe.available()];
        if (chunk.length == 0) {
            return false;
        }
        sink.write(channel, Arrays.copyOf(chunk, pipe.read(chunk)));
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
        Files.deleteIfExists(path);
    }
}
