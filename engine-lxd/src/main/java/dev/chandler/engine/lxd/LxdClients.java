package dev.chandler.engine.lxd;

import dev.chandler.lib.unixhttp.UnixHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** HTTP clients for one daemon, one for each patience. Thread-safe. */
final class LxdClients implements AutoCloseable {

    private final OkHttpClient shared;
    private final HttpUrl greeting;
    private final Silence silence;
    private final Map<Patience, OkHttpClient> clients = new EnumMap<>(Patience.class);
    private final AtomicReference<@Nullable IOException> lost = new AtomicReference<>();

    /**
     * Makes them.
     *
     * @param shared has the connections; closed with this
     * @param greeting what is asked for a sign of life
     * @param silence how long each may wait
     */
    LxdClients(OkHttpClient shared, HttpUrl greeting, Silence silence) {
        this.shared = shared;
        this.greeting = greeting;
        this.silence = silence;
    }

    Silence silence() {
        return silence;
    }

    Response execute(Request request, Patience patience) throws IOException {
        return with(patience).newCall(request).execute();
    }

    OkHttpClient with(Patience patience) {
        synchronized (clients) {
            return clients.computeIfAbsent(patience, this::made);
        }
    }

    private OkHttpClient made(Patience patience) {
        Duration limit = silence.of(patience);
        OkHttpClient.Builder builder = shared.newBuilder()
                .connectTimeout(silence.of(Patience.GREETING))
                .readTimeout(limit)
                .writeTimeout(limit);
        return switch (patience) {
            // An answer that drips for ever is as bad as none.
            case GREETING, PING, AGAIN -> builder.callTimeout(limit).build();
            case QUESTION, OPERATION -> builder.addInterceptor(this::proceed).build();
        };
    }

    /** Who has waited in vain once does not wait as long for each thing that is still to be done. */
    private Response proceed(Interceptor.Chain chain) throws IOException {
        if (lost.get() != null) {
            execute(new Request.Builder().url(greeting).build(), Patience.AGAIN).close();
            lost.set(null);
        }
        return chain.proceed(chain.request());
    }

    /** Says that a request has failed; gives the reason why the daemon was lost, which is the first. */
    IOException lost(IOException reason) {
        lost.compareAndSet(null, reason);
        IOException first = lost.get();
        return first == null ? reason : first;
    }

    /** Closes every connection; what still waits for an answer fails. */
    @Override
    public void close() {
        UnixHttp.close(shared);
    }
}
