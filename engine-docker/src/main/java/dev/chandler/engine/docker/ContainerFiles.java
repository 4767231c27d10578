package dev.chandler.engine.docker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import okhttp3.Request;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Puts files into a container, running or not, and gets them out, with nothing of the container's own. */
final class ContainerFiles {

    private static final int DIRECTORY_MODE = 0755;

    /** What the daemon mounts its own over in everything that runs. */
    private static final Set<String> MANAGED = Set.of("/etc/hosts", "/etc/hostname", "/etc/resolv.conf");

    private final DockerHttp http;
    private final DockerDriver driver;
    private final String container;
    private final ReentrantLock turn = new ReentrantLock();

    ContainerFiles(DockerHttp http, DockerDriver driver, String container) {
        this.http = http;
        this.driver = driver;
        this.container = container;
    }

    /**
     * One after the other: the daemon holds the container while it unpacks, and answers no question about it. For the
     * same reason a request begins only when all that it is to send is here, however slow the source is.
     *
     * @param tools is taken out of the way of what would go through it
     */
    void put(String directory, InputStream tar, ToolsLink tools) throws InterruptedException {
        String target = normal(directory);
        try (Spool spool = Spool.of(tar)) {
            turn.lockInterruptibly();
            try {
                put(target, spool, tools);
            } finally {
                turn.unlock();
            }
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading what to put into " + container);
            }
            throw new UncheckedIOException(e);
        }
    }

    private void put(String target, Spool spool, ToolsLink tools) throws IOException, InterruptedException {
        Set<String> linked = new HashSet<>();
        Predicate<String> through = name -> tools.leads(target + "/" + name);
        Scanned scanned = scanned(target, spool, name -> {
            if (through.test(name)) {
                linked.add(name);
            }
        });
        Set<String> names = scanned.directories();
        if (!linked.isEmpty() || names.stream().anyMatch(through) || tools.leads(target)) {
            tools.out();
        }
        boolean fresh = made(target);
        Set<String> existing = fresh ? Set.of() : existing(target, names);
        try (InputStream content = spool.open();
                InputStream filtered = new NewDirectories(content, existing::contains)) {
            InputStream archive = fresh ? content : filtered;
            if (scanned.hardLinks() && !target.isEmpty()) {
                driver.putArchive(container, "/", new RootedTar(archive, target));
            } else {
                driver.putArchive(container, target + "/", archive);
            }
        }
    }

    /** What an archive has: the names of its directories, and whether there are files of several names. */
    private record Scanned(Set<String> directories, boolean hardLinks) {}

    /** Refuses files that could not be in the image, and tells the names of all. */
    private static Scanned scanned(String target, Spool spool, Consumer<String> others) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        Predicate<String> directory = name -> !names.add(name);
        try (InputStream content = spool.open();
                NewDirectories scan =
                        new NewDirectories(content, directory, others.andThen(name -> check(target + "/" + name)))) {
            scan.transferTo(OutputStream.nullOutputStream());
            return new Scanned(names, scan.hasHardLinks());
        }
    }

    private static void check(String path) {
        if (MANAGED.contains(path)) {
            throw DockerProblems.managedFile(path);
        }
    }

    /** Makes a directory with those above it, root's and open to all, where it is missing. */
    void make(String directory) throws InterruptedException {
        made(normal(directory));
    }

    private boolean made(String target) throws InterruptedException {
        String there = nearest(target);
        if (there.equals(target)) {
            return false;
        }
        driver.putArchive(container, there + "/", directories(there, target));
        return true;
    }

    Optional<InputStream> get(String path) throws InterruptedException {
        Optional<InputStream> archive = driver.getArchive(container, path);
        // The daemon has one answer for a missing file and a missing container; the root is in every container.
        if (archive.isEmpty() && stat("") == PathStat.MISSING) {
            throw DockerProblems.instanceGone(container, "no such container");
        }
        return archive;
    }

    /** Which of these directories are there; asks for none below one that is not. */
    private Set<String> existing(String target, Set<String> names) throws InterruptedException {
        Set<String> existing = new HashSet<>();
        existing.add("");
        for (String name : names) {
            String parent = name.substring(0, Math.max(0, name.lastIndexOf('/')));
            if (!name.isEmpty() && existing.contains(parent) && stat(target + "/" + name) == PathStat.DIRECTORY) {
                existing.add(name);
            }
        }
        return existing;
    }

    /** The nearest directory, from a path upwards, that is there. */
    private String nearest(String target) throws InterruptedException {
        String path = target;
        while (!path.isEmpty()) {
            PathStat found = stat(path);
            if (found == PathStat.DIRECTORY) {
                return path;
            }
            if (found == PathStat.OTHER) {
                throw DockerProblems.notDirectory(path, container);
            }
            path = path.substring(0, path.lastIndexOf('/'));
        }
        return path;
    }

    private PathStat stat(String path) throws InterruptedException {
        // The slash at the end makes the daemon follow a link; a file is a failure then.
        Request head = new Request.Builder()
                .head()
                .url(http.at("containers/" + container + "/archive")
                        .newBuilder()
                        .addQueryParameter("path", path + "/")
                        .build())
                .build();
        Answer answer = http.ask(head, Patience.WORK);
        if (answer.missing()) {
            return PathStat.MISSING;
        }
        return answer.ok() ? PathStat.DIRECTORY : PathStat.OTHER;
    }

    /** Without a slash at the end; the root is empty. */
    private static String normal(String directory) {
        if (!directory.startsWith("/")) {
            throw new IllegalArgumentException("not an absolute path: " + directory);
        }
        return directory.replaceAll("/+", "/").replaceAll("/$", "");
    }

    /** An archive with the directories that lead from one to another. */
    private static InputStream directories(String from, String to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            StringBuilder path = new StringBuilder();
            for (String name : to.substring(from.length() + 1).split("/", -1)) {
                path.append(name).append('/');
                TarArchiveEntry entry = new TarArchiveEntry(path.toString());
                entry.setMode(DIRECTORY_MODE);
                entry.setIds(0, 0);
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
