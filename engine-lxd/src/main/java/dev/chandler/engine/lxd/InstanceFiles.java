package dev.chandler.engine.lxd;

import dev.chandler.lib.unixhttp.ConnectionWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import okhttp3.Request;
import okhttp3.Response;

/** Puts files into an instance, running or not, and gets them out, by SFTP alone. Thread-safe. */
final class InstanceFiles {

    private final LxdHttp http;
    private final String instance;
    private final Set<String> managed;

    /**
     * Makes them for one instance.
     *
     * @param managed files of which it has its own mounted
     */
    InstanceFiles(LxdHttp http, String instance, Set<String> managed) {
        this.http = http;
        this.instance = instance;
        this.managed = Set.copyOf(managed);
    }

    /** The instance whose files they are. */
    String instance() {
        return instance;
    }

    /** Files of which the instance has its own mounted. */
    Set<String> managed() {
        return managed;
    }

    void put(String directory, InputStream tar) throws InterruptedException {
        put(directory, tar, path -> {});
    }

    /**
     * The same where something may have to be out of the way first.
     *
     * @param way is told each path before anything is put there
     */
    void put(String directory, InputStream tar, SftpPut.Way way) throws InterruptedException {
        try (Sftp sftp = Sftp.open(http, instance)) {
            new SftpPut(sftp, normal(directory), managed, way).put(tar);
        } catch (Sftp.FailedException e) {
            throw LxdProblems.refused("cannot put files into \"" + directory + "\"", ConnectionWords.of(e));
        } catch (SourceException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading what to put into " + instance);
            }
            throw new UncheckedIOException(e.cause());
        } catch (IOException e) {
            throw http.failure(e);
        }
    }

    /** Makes a directory with those above it, root's and open to all, where it is missing. */
    void make(String directory) throws InterruptedException {
        put(directory, InputStream.nullInputStream());
    }

    /** Removes files if nothing is in them. */
    void removeEmpty(Collection<String> paths) throws InterruptedException {
        try (Sftp sftp = Sftp.open(http, instance)) {
            for (String path : paths) {
                removeEmpty(sftp, path);
            }
        } catch (Sftp.FailedException e) {
            throw LxdProblems.refused("cannot remove " + paths + " of " + instance, ConnectionWords.of(e));
        } catch (IOException e) {
            throw http.failure(e);
        }
    }

    private static void removeEmpty(Sftp sftp, String path) throws IOException {
        if (isEmptyFile(sftp, path)) {
            try {
                sftp.done(sftp.beginRemove(path));
            } catch (Sftp.FailedException e) {
                // Another client may have done it meanwhile.
                if (isEmptyFile(sftp, path)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isEmptyFile(Sftp sftp, String path) throws IOException {
        Optional<Sftp.Attributes> found = sftp.lstat(path);
        return found.isPresent() && found.get().isFile() && found.get().sizeBytes() == 0;
    }

    /** Whether there is something, also behind a link. */
    boolean isThere(String path) throws InterruptedException {
        try (Sftp sftp = Sftp.open(http, instance)) {
            return sftp.stat(path).isPresent();
        } catch (Sftp.FailedException e) {
            return false;
        } catch (IOException e) {
            throw http.failure(e);
        }
    }

    /** Lets everybody look into a directory. */
    void open(String directory) throws InterruptedException {
        try (Sftp sftp = Sftp.open(http, instance)) {
            sftp.done(sftp.beginOwner(directory, 0, 0));
            sftp.done(sftp.beginMode(directory, 0755));
        } catch (Sftp.FailedException e) {
            throw LxdProblems.refused("cannot use \"" + directory + "\" in " + instance, ConnectionWords.of(e));
        } catch (IOException e) {
            throw http.failure(e);
        }
    }

    Optional<InputStream> get(String path) throws InterruptedException {
        return get(normal(path), Set.of());
    }

    /**
     * The same without some paths.
     *
     * @param left absolute paths; what is below them is left out
     */
    Optional<InputStream> get(String path, Set<String> left) throws InterruptedException {
        Sftp sftp = Sftp.open(http, instance);
        try {
            Optional<Sftp.Attributes> found = sftp.lstat(path.isEmpty() ? "/" : path);
            if (found.isEmpty()) {
                sftp.close();
                return Optional.empty();
            }
            return Optional.of(new SftpTar(sftp, path, found.get(), left));
        } catch (Sftp.FailedException e) {
            sftp.close();
            throw LxdProblems.refused("cannot read \"" + path + "\" in instance " + instance, ConnectionWords.of(e));
        } catch (IOException e) {
            sftp.close();
            throw http.failure(e);
        } catch (RuntimeException e) {
            sftp.close();
            throw e;
        }
    }

    /** A small file as text; empty if it is not there, or no file. */
    Optional<String> text(String path) throws InterruptedException {
        Request request = new Request.Builder()
                .url(http.at("instances", instance, "files")
                        .addQueryParameter("path", path)
                        .build())
                .build();
        try (Response response = http.stream(request)) {
            boolean file = response.isSuccessful()
                    && DaemonHeaders.of(response, "type").filter("file"::equals).isPresent();
            return file ? Optional.of(response.body().string()) : Optional.empty();
        } catch (IOException e) {
            throw http.failure(e);
        }
    }

    /** Without a slash at the end; the root is empty. */
    static String normal(String directory) {
        if (!directory.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path: " + directory);
        }
        return directory.replaceAll("/+", "/").replaceAll("/$", "");
    }

    /** What was to be put could not be read: nothing that the instance or the daemon has to do with. */
    static final class SourceException extends IOException {

        private static final long serialVersionUID = 1;

        private final IOException reason;

        SourceException(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException cause() {
            return reason;
        }
    }
}
