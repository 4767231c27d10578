package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Packs what has changed in a container since it was made.
 *
 * <p>The daemon names the changed paths, none of which is below a mount; but a directory that it packs has what is mounted
 * in it, too, so that no directory is asked for that leads to a mount. Few of the paths are asked for one after the other; where there are many, as after an
 * installation, one request for all files of the container is faster, of which those are taken.
 */
final class ContainerChanges {

    /** What the daemon says of a path that is new. */
    private static final int MADE = 1;

    /** What it says of one that is gone. */
    private static final int REMOVED = 2;

    /** A request takes some milliseconds, in which the daemon packs a megabyte. */
    private static final int FEW = 64;

    private final DockerHttp http;
    private final ContainerFiles files;
    private final String container;

    ContainerChanges(DockerHttp http, ContainerFiles files, String container) {
        this.http = http;
        this.files = files;
        this.container = container;
    }

    InputStream open() throws InterruptedException {
        Set<String> made = new TreeSet<>();
        Set<String> changed = new TreeSet<>();
        Set<String> parents = new HashSet<>();
        for (JsonElement each : list()) {
            JsonObject change = each.getAsJsonObject();
            String path = change.get("Path").getAsString();
            int kind = change.get("Kind").getAsInt();
            parents.add(parent(path));
            if (kind != REMOVED) {
                changed.add(path);
            }
            if (kind == MADE) {
                made.add(path);
            }
        }
        Set<String> mounted = mounted();
        Deque<String> topmost = new ArrayDeque<>();
        for (String path : changed) {
            // A directory that was there before only leads to what has changed in it.
            boolean whole = made.contains(path)
                    ? !made.contains(parent(path)) || mounted.contains(parent(path))
                    : !parents.contains(path);
            if (whole && !mounted.contains(path)) {
                topmost.add(path);
            }
        }
        return topmost.size() > FEW
                ? new TarSelection(new Parts(exported()), changed::contains)
                : new TarSelection(() -> archive(topmost), path -> true);
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private JsonArray list() throws InterruptedException {
        Answer answer = http.get(http.at("containers/" + container + "/changes"), Patience.WORK);
        if (answer.missing()) {
            throw DockerProblems.instanceGone(container, answer.words());
        }
        if (!answer.ok()) {
            throw DockerProblems.refused("cannot list what has changed in container " + container, answer.words());
        }
        // Where nothing has, the answer is null.
        return answer.json() instanceof JsonArray list ? list : new JsonArray();
    }

    /** The places of mounts, with all that leads to them. */
    private Set<String> mounted() throws InterruptedException {
        Answer answer = http.get(http.at("containers/" + container + "/json"), Patience.WORK);
        if (answer.missing()) {
            throw DockerProblems.instanceGone(container, answer.words());
        }
        if (!answer.ok()) {
            throw DockerProblems.refused("cannot tell what is mounted in container " + container, answer.words());
        }
        JsonObject facts = answer.json().getAsJsonObject();
        Set<String> places = new HashSet<>();
        if (facts.get("Mounts") instanceof JsonArray mounts) {
            mounts.forEach(mount -> places.add(DockerHttp.text(mount.getAsJsonObject(), "Destination")));
        }
        if (facts.get("HostConfig") instanceof JsonObject host && host.get("Tmpfs") instanceof JsonObject tmpfs) {
            places.addAll(tmpfs.keySet());
        }
        Set<String> leading = new HashSet<>();
        for (String place : places) {
            for (String path = place; !path.isEmpty(); path = parent(path)) {
                leading.add(path);
            }
        }
        return leading;
    }

    /** The next of these that is still there. */
    private Optional<TarSelection.Part> archive(Deque<String> paths) throws InterruptedException {
        while (!paths.isEmpty()) {
            String path = paths.removeFirst();
            Optional<InputStream> tar = files.get(path);
            if (tar.isPresent()) {
                return Optional.of(new TarSelection.Part(tar.get(), parent(path) + "/"));
            }
        }
        return Optional.empty();
    }

    /** One archive of everything. */
    private static final class Parts implements TarSelection.Source {

        private Optional<TarSelection.Part> whole;

        Parts(InputStream tar) {
            whole = Optional.of(new TarSelection.Part(tar, "/"));
        }

        @Override
        public Optional<TarSelection.Part> next() {
            Optional<TarSelection.Part> next = whole;
            whole = Optional.empty();
            return next;
        }
    }

    private InputStream exported() throws InterruptedException {
        Request request = new Request.Builder()
                .url(http.at("containers/" + container + "/export"))
                .build();
        try {
            Response response = http.execute(request, Patience.WORK);
            if (response.isSuccessful()) {
                return response.body().byteStream();
            }
            try (response) {
                String words = Answer.words(response.code(), response.body().string());
                throw DockerProblems.refused("cannot pack container " + container, words);
            }
        } catch (IOException e) {
            throw http.failure(e);
        }
    }
}
