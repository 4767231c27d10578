package dev.chandler.engine.lxd;

import dev.chandler.lib.unixhttp.UpgradedConnection;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import okio.Buffer;

/**
 * Requests and answers of SFTP as packets, each with a number. For one thread.
 *
 * <p>Source: draft-ietf-secsh-filexfer-02, 3 and 4.
 */
final class SftpChannel implements AutoCloseable {

    private static final int INIT = 1;
    private static final int VERSION = 2;
    private static final int THREE = 3;

    /**
     * What was answered.
     *
     * @param kind which sort of packet
     * @param content what follows the number
     */
    record Answer(int kind, Buffer content) {}

    private final UpgradedConnection connection;
    private final Map<Integer, Answer> answers = new HashMap<>();
    private int last;

    private SftpChannel(UpgradedConnection connection) {
        this.connection = connection;
    }

    /** Agrees on the version; closes the connection where that fails. */
    static SftpChannel greet(UpgradedConnection connection) throws IOException {
        try {
            connection.sink().writeInt(5).writeByte(INIT).writeInt(THREE).flush();
            int length = connection.source().readInt();
            if (connection.source().readByte() != VERSION) {
                throw new IOException("no SFTP server answers");
            }
            connection.source().skip(length - 1);
            return new SftpChannel(connection);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Gives the request's number; it goes out when somebody waits, in as few pieces as can be. */
    int send(int kind, Buffer content) throws IOException {
        last++;
        connection.sink().writeInt((int) content.size() + 5).writeByte(kind).writeInt(last);
        connection.sink().writeAll(content);
        return last;
    }

    /** Waits for the answer to a request; others that come before are kept. */
    Answer await(int request) throws IOException {
        Answer known = answers.remove(request);
        if (known != null) {
            return known;
        }
        connection.sink().flush();
        while (true) {
            int length = connection.source().readInt();
            if (length < 5) {
                throw new EOFException("an SFTP answer of " + length + " bytes");
            }
            int kind = connection.source().readByte() & 0xff;
            int id = connection.source().readInt();
            Buffer content = new Buffer();
            connection.source().readFully(content, length - 5);
            if (id == request) {
                return new Answer(kind, content);
            }
            answers.put(id, new Answer(kind, content));
        }
    }

    /** Ends the connection at once. */
    @Override
    public void close() {
        connection.close();
    }
}
