package dev.chandler.engine.lxd;

import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;

/** Headers that are LXD's and Incus's own, and of which each reads and writes those alone that bear its name. */
final class DaemonHeaders {

    private DaemonHeaders() {}

    /** Says it to both: which of them a request reaches shows no sooner than its answer. */
    static Request.Builder add(Request.Builder request, String name, String value) {
        return request.header("X-LXD-" + name, value).header("X-Incus-" + name, value);
    }

    static Optional<String> of(Response response, String name) {
        return Optional.ofNullable(response.header("X-LXD-" + name, response.header("X-Incus-" + name)));
    }
}
