package dev.chandler.engine.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * Carries docker-java's requests over {@link DockerHttp}.
 *
 * <p>What its own transports lack: standard input is half-closed when it ends, a silent daemon ends a request, an
 * interrupt ends it too, and an answer that nobody closes leaks nothing, for short ones are read at once.
 */
final class DockerJavaTransport implements DockerHttpClient {

    private static final int SHORT_BYTES = 1 << 20;
    private static final Pattern ONE_CONTAINER = Pattern.compile("/(containers|exec)/[^/]+/json");

    /** Makes something of an answer. */
    private interface Reading {
        Answered read(okhttp3.Response response) throws IOException;
    }

    private final DockerHttp http;

    /** What cuts each answer that is still being read. */
    private final Map<okhttp3.Response, Runnable> streams = new ConcurrentHashMap<>();

    DockerJavaTransport(DockerHttp http) {
        this.http = http;
    }

    @Override
    public Answered execute(Request request) {
        try {
            InputStream stdin = request.hijackedInput();
            return stdin == null ? plain(request) : hijacked(request, stdin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answered plain(Request request) throws IOException {
        Patience patience = patience(request.method(), request.path());
        Call call = http.call(okhttp(request).build(), patience);
        if (patience == Patience.QUESTION) {
            return answered(call, call.execute(), () -> {});
        }
        return whileWaiting(call, response -> answered(call, response, http.waiting(call::cancel)));
    }

    /** What is made of the answer to a call that may take as long as it likes. */
    private Answered whileWaiting(Call call, Reading reading) throws IOException {
        Heartbeat.Wait wait = http.waiting(call::cancel);
        try {
            return reading.read(call.execute());
        } finally {
            wait.over();
        }
    }

    private Answered answered(Call call, okhttp3.Response response, Heartbeat.Wait wait) throws IOException {
        long length = response.body().contentLength();
        if (!response.isSuccessful() || response.code() == 204 || (length >= 0 && length <= SHORT_BYTES)) {
            try (response) {
                return new Answered(
                        response, new ByteArrayInputStream(response.body().bytes()), () -> {});
            } finally {
                wait.over();
            }
        }
        return streaming(response, response.body().byteStream(), wait, response::close, call::cancel);
    }

    private Answered hijacked(Request request, InputStream stdin) throws IOException {
        Call call = http.call(
                okhttp(request)
                        .header("Connection", "Upgrade")
                        .header("Upgrade", "tcp")
                        .build(),
                Patience.STREAM);
        // For the answer alone: it holds until the connection is ours.
        call.timeout().timeout(http.limit(Patience.WORK).toMillis(), TimeUnit.MILLISECONDS);
        return whileWaiting(call, response -> upgraded(call, response, stdin));
    }

    private Answered upgraded(Call call, okhttp3.Response response, InputStream stdin) throws IOException {
        okio.Socket socket = response.socket();
        if (response.code() != 101 || socket == null) {
            return answered(call, response, http.waiting(call::cancel));
        }
        BufferedSink sink = Okio.buffer(socket.getSink());
        Thread pump = new Thread(() -> pump(stdin, sink, socket::cancel), "chandler-docker-stdin");
        pump.setDaemon(true);
        pump.start();
        InputStream body = Okio.buffer(socket.getSource()).inputStream();
        return streaming(response, body, http.waiting(socket::cancel), socket::cancel, socket::cancel);
    }

    /**
     * Ends with its input, whose end is passed on; the other direction stays open. An input that fails has no end: the
     * whole connection is cut then.
     */
    private static void pump(InputStream stdin, BufferedSink sink, Runnable cut) {
        byte[] buffer = new byte[1 << 16];
        try (stdin;
                sink) {
            for (int count; (count = read(stdin, buffer, cut)) >= 0; ) {
                sink.write(buffer, 0, count);
                sink.flush();
            }
        } catch (IOException | RuntimeException e) {
            // The command has ended without reading all of its input, or its reader was closed, or the connection cut.
        }
    }

    private static int read(InputStream stdin, byte[] buffer, Runnable cut) throws IOException {
        try {
            return stdin.read(buffer);
        } catch (IOException | RuntimeException e) {
            cut.run();
            throw e;
        }
    }

    /**
     * Gives an answer to whoever reads it.
     *
     * @param close what the reader does at its end
     * @param cut what anybody may do meanwhile
     */
    private Answered streaming(
            okhttp3.Response response, InputStream body, Heartbeat.Wait wait, Runnable close, Runnable cut) {
        streams.put(response, cut);
        return new Answered(response, new EndingStream(body, wait), () -> {
            wait.over();
            streams.remove(response);
            close.run();
        });
    }

    private okhttp3.Request.Builder okhttp(Request request) {
        okhttp3.Request.Builder builder = new okhttp3.Request.Builder().url(http.atEncoded(request.path()));
        request.headers().forEach(builder::header);
        return builder.method(request.method(), body(request));
    }

    private static @Nullable RequestBody body(Request request) {
        byte[] bytes = request.bodyBytes();
        InputStream stream = request.body();
        if (bytes != null) {
            return RequestBody.create(bytes, MediaType.get("application/json"));
        }
        if (stream != null) {
            return new StreamBody(stream);
        }
        boolean needed = !request.method().equals("GET") && !request.method().equals("DELETE");
        return needed ? RequestBody.create(new byte[0]) : null;
    }

    /**
     * Streams may be silent for as long as they like; what the daemon does before it answers may take its time. It
     * answers no question about a container while it unpacks files into it.
     */
    static Patience patience(String method, String path) {
        boolean stream = (path.contains("/exec/") && path.contains("/start"))
                || path.contains("/attach")
                || path.contains("/archive")
                || path.contains("/images/load")
                || path.contains("/images/create")
                || path.contains("/commit");
        if (stream) {
            return Patience.STREAM;
        }
        boolean unrelated = method.equals("GET") && !ONE_CONTAINER.matcher(path).find();
        return unrelated ? Patience.QUESTION : Patience.WORK;
    }

    /** Ends every stream that is still open. */
    @Override
    public void close() {
        // Not by closing the answers, which are their readers' alone: what is left of one is read for that.
        streams.values().forEach(Runnable::run);
        streams.clear();
    }

    /** A body whose length is not known, sent once. */
    private static final class StreamBody extends RequestBody {

        private final InputStream stream;

        StreamBody(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public MediaType contentType() {
            return MediaType.get("application/x-tar");
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            try (Source source = Okio.source(stream)) {
                sink.writeAll(source);
            }
        }
    }

    /** Says end of file again and again; the connection under it would fail at the second time. */
    private static final class EndingStream extends FilterInputStream {

        private final Heartbeat.Wait wait;
        private boolean ended;

        EndingStream(InputStream in, Heartbeat.Wait wait) {
            super(in);
            this.wait = wait;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = ended ? -1 : super.read(buffer, offset, length);
            ended = count < 0;
            if (ended) {
                wait.over();
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            wait.over();
            super.close();
        }
    }

    /** An answer as docker-java wants it. */
    static final class Answered implements DockerHttpClient.Response {

        private final okhttp3.Response response;
        private final InputStream body;
        private final Runnable close;

        Answered(okhttp3.Response response, InputStream body, Runnable close) {
            this.response = response;
            this.body = body;
            this.close = close;
        }

        @Override
        public int getStatusCode() {
            // docker-java takes everything below 200 for a failure; an upgrade is what was asked for.
            return response.code() == 101 ? 200 : response.code();
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return response.headers().toMultimap();
        }

        @Override
        public InputStream getBody() {
            return body;
        }

        @Override
        public void close() {
            close.run();
        }
    }
}
