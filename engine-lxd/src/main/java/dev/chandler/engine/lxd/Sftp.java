package dev.chandler.engine.lxd;

import dev.chandler.lib.unixhttp.UpgradeRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import okio.Buffer;
import okio.ByteString;

/**
 * A connection to the files of one instance, running or not, by SFTP version 3. For one thread.
 *
 * <p>Requests can be sent before earlier ones are answered: the {@code begin} methods give a number, {@link #done} and its
 * kin wait for its answer. The server carries out all but reads and writes in order, and closes a file after its writes.
 *
 * <p>Sources: LXD 5.0, {@code doc/rest-api.yaml}, {@code /1.0/instances/{name}/sftp};
 * draft-ietf-secsh-filexfer-02; OpenSSH's PROTOCOL for {@code hardlink@openssh.com}.
 */
final class Sftp implements AutoCloseable {

    /** What is asked for, or written, at once. */
    static final int CHUNK = 32 * 1024;

    private static final int OPEN = 3;
    private static final int CLOSE = 4;
    private static final int READ = 5;
    private static final int WRITE = 6;
    private static final int LSTAT = 7;
    private static final int SETSTAT = 9;
    private static final int OPENDIR = 11;
    private static final int READDIR = 12;
    private static final int REMOVE = 13;
    private static final int MKDIR = 14;
    private static final int STAT = 17;
    private static final int READLINK = 19;
    private static final int SYMLINK = 20;
    private static final int STATUS = 101;
    private static final int HANDLE = 102;
    private static final int DATA = 103;
    private static final int NAME = 104;
    private static final int ATTRS = 105;
    private static final int EXTENDED = 200;

    private static final int FOR_READING = 0x01;
    private static final int FOR_WRITING_ANEW = 0x02 | 0x08 | 0x10;

    private static final int OK = 0;
    private static final int EOF = 1;
    private static final int NO_SUCH_FILE = 2;

    /** Setuid, setgid and sticky as the Go language has them: the server hands a mode on without translating it. */
    private static final int[][] GO_BITS = {{04000, 1 << 23}, {02000, 1 << 22}, {01000, 1 << 20}};

    /** The server's own words of why it has not done something. */
    static final class FailedException extends IOException {

        private static final long serialVersionUID = 1;

        FailedException(String words) {
            super(words);
        }
    }

    /**
     * A file in a folder.
     *
     * @param name its last name
     * @param attributes of itself, where it is a link
     */
    record Entry(String name, Attributes attributes) {}

    /**
     * What is known of a file.
     *
     * @param sizeBytes how long it is
     * @param uid its user
     * @param gid its group
     * @param mode kind and mode, as stat(2) has them
     * @param modifiedSeconds since 1970
     */
    record Attributes(long sizeBytes, int uid, int gid, int mode, long modifiedSeconds) {

        private static final int KIND = 0170000;

        boolean isDirectory() {
            return (mode & KIND) == 0040000;
        }

        boolean isFile() {
            return (mode & KIND) == 0100000;
        }

        boolean isLink() {
            return (mode & KIND) == 0120000;
        }
    }

    private final SftpChannel channel;

    private Sftp(SftpChannel channel) {
        this.channel = channel;
    }

    /**
     * Connects.
     *
     * @throws dev.chandler.api.problem.EngineException if there is no such instance
     */
    static Sftp open(LxdHttp http, String instance) throws InterruptedException {
        try {
            HttpUrl address = http.at("instances", instance, "sftp").build();
            return new Sftp(SftpChannel.greet(http.upgrade(address, "sftp")));
        } catch (UpgradeRefusedException e) {
            String words = LxdAnswer.words(e.body());
            throw e.status() == 404
                    ? LxdProblems.instanceGone(instance, words)
                    : LxdProblems.refused("cannot reach the files of instance " + instance, words);
        } catch (IOException e) {
            throw http.failure(e);
        }
    }

    // Requests whose answers are waited for.

    /** Follows links; empty where there is nothing. */
    Optional<Attributes> stat(String path) throws IOException {
        return attributes(channel.send(STAT, text(path)));
    }

    /** Of a link itself; empty where there is nothing. */
    Optional<Attributes> lstat(String path) throws IOException {
        return attributes(beginLstat(path));
    }

    int beginLstat(String path) throws IOException {
        return channel.send(LSTAT, text(path));
    }

    /** Empty where there is nothing, also because something on the way there is no directory. */
    Optional<Attributes> attributes(int request) throws IOException {
        SftpChannel.Answer answer = channel.await(request);
        if (answer.kind() == ATTRS) {
            return Optional.of(readAttributes(answer.content()));
        }
        int code = answer.content().readInt();
        String words = readText(answer.content());
        if (code == NO_SUCH_FILE || words.contains("not a directory")) {
            return Optional.empty();
        }
        throw new FailedException(words);
    }

    String readlink(String path) throws IOException {
        Buffer names = expect(channel.send(READLINK, text(path)), NAME);
        names.skip(4);
        return readText(names);
    }

    List<Entry> list(String path) throws IOException {
        ByteString handle = handle(channel.send(OPENDIR, text(path)));
        List<Entry> entries = new ArrayList<>();
        while (true) {
            SftpChannel.Answer answer = channel.await(channel.send(READDIR, bytes(handle)));
            if (answer.kind() == STATUS) {
                int code = answer.content().readInt();
                if (code != EOF) {
                    throw new FailedException(readText(answer.content()));
                }
                done(beginClose(handle));
                return entries;
            }
            int count = answer.content().readInt();
            for (int i = 0; i < count; i++) {
                String name = readText(answer.content());
                readText(answer.content());
                entries.add(new Entry(name, readAttributes(answer.content())));
            }
        }
    }

    ByteString openAnew(String path) throws IOException {
        return handle(channel.send(OPEN, text(path).writeInt(FOR_WRITING_ANEW).writeInt(0)));
    }

    int beginOpen(String path) throws IOException {
        return channel.send(OPEN, text(path).writeInt(FOR_READING).writeInt(0));
    }

    ByteString handle(int request) throws IOException {
        return readBytes(expect(request, HANDLE));
    }

    /** Empty at the end of the file. */
    byte[] data(int request) throws IOException {
        SftpChannel.Answer answer = channel.await(request);
        if (answer.kind() == DATA) {
            return readBytes(answer.content()).toByteArray();
        }
        int code = answer.content().readInt();
        if (code == EOF) {
            return new byte[0];
        }
        throw new FailedException(readText(answer.content()));
    }

    // Requests whose answers may come later.

    int beginRead(ByteString handle, long offset, int length) throws IOException {
        return channel.send(READ, bytes(handle).writeLong(offset).writeInt(length));
    }

    int beginWrite(ByteString handle, long offset, byte[] bytes, int length) throws IOException {
        return channel.send(
                WRITE, bytes(handle).writeLong(offset).writeInt(length).write(bytes, 0, length));
    }

    int beginClose(ByteString handle) throws IOException {
        return channel.send(CLOSE, bytes(handle));
    }

    int beginMkdir(String path) throws IOException {
        return channel.send(MKDIR, text(path).writeInt(0));
    }

    int beginRemove(String path) throws IOException {
        return channel.send(REMOVE, text(path));
    }

    int beginOwner(String path, int uid, int gid) throws IOException {
        return channel.send(SETSTAT, text(path).writeInt(2).writeInt(uid).writeInt(gid));
    }

    int beginMode(String path, int mode) throws IOException {
        int both = mode & 07777;
        for (int[] bit : GO_BITS) {
            both |= (mode & bit[0]) == 0 ? 0 : bit[1];
        }
        return channel.send(SETSTAT, text(path).writeInt(4).writeInt(both));
    }

    int beginModified(String path, long seconds) throws IOException {
        return channel.send(
                SETSTAT, text(path).writeInt(8).writeInt((int) seconds).writeInt((int) seconds));
    }

    int beginSymlink(String target, String path) throws IOException {
        Buffer request = text(target);
        request.writeAll(text(path));
        return channel.send(SYMLINK, request);
    }

    int beginHardlink(String existing, String path) throws IOException {
        Buffer request = text("hardlink@openssh.com");
        request.writeAll(text(existing));
        request.writeAll(text(path));
        return channel.send(EXTENDED, request);
    }

    /**
     * Waits until something is done.
     *
     * @throws FailedException if it cannot be done
     */
    void done(int request) throws IOException {
        Buffer content = expect(request, STATUS);
        int code = content.readInt();
        if (code != OK) {
            throw new FailedException(readText(content));
        }
    }

    private Buffer expect(int request, int kind) throws IOException {
        SftpChannel.Answer answer = channel.await(request);
        if (answer.kind() == kind) {
            return answer.content();
        }
        if (answer.kind() == STATUS) {
            answer.content().skip(4);
            throw new FailedException(readText(answer.content()));
        }
        throw new IOException("an SFTP answer of kind " + answer.kind() + " instead of " + kind);
    }

    private static Buffer text(String text) {
        return bytes(ByteString.encodeUtf8(text));
    }

    private static Buffer bytes(ByteString bytes) {
        return new Buffer().writeInt(bytes.size()).write(bytes);
    }

    private static ByteString readBytes(Buffer buffer) throws IOException {
        return buffer.readByteString(buffer.readInt());
    }

    private static String readText(Buffer buffer) throws IOException {
        return buffer.readString(buffer.readInt(), StandardCharsets.UTF_8);
    }

    private static Attributes readAttributes(Buffer buffer) throws IOException {
        int flags = buffer.readInt();
        long size = (flags & 1) == 0 ? 0 : buffer.readLong();
        int uid = (flags & 2) == 0 ? 0 : buffer.readInt();
        int gid = (flags & 2) == 0 ? 0 : buffer.readInt();
        int mode = (flags & 4) == 0 ? 0 : buffer.readInt();
        long modified = 0;
        if ((flags & 8) != 0) {
            buffer.skip(4);
            modified = buffer.readInt() & 0xffffffffL;
        }
        int extended = (flags & 0x80000000) == 0 ? 0 : buffer.readInt();
        for (int i = 0; i < extended; i++) {
            readBytes(buffer);
            readBytes(buffer);
        }
        return new Attributes(size, uid, gid, mode, modified);
    }

    /** Ends the connection at once. */
    @Override
    public void close() {
        channel.close();
    }
}
