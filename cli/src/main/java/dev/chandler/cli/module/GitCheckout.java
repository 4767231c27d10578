package dev.chandler.cli.module;

import dev.chandler.core.module.content.ModuleCache;
import dev.chandler.core.module.content.ModuleContent;
import dev.chandler.core.module.content.UnfitContentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder for what git fetches of one repository, without a work tree. Whoever makes it closes it. Used by one thread. */
final class GitCheckout implements AutoCloseable {

    /** Of a commit, or its beginning, which not every server gives by itself. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{7,64}");

    private final GitRepository repository;
    private final Path folder;
    private String commit = "";

    private GitCheckout(GitRepository repository, Path folder) {
        this.repository = repository;
        this.folder = folder;
    }

    static GitCheckout empty(GitRepository repository) {
        try {
            return new GitCheckout(repository, Files.createTempDirectory("chandler-git"));
        } catch (IOException e) {
            throw repository.failed("make room for", String.valueOf(e.getMessage()));
        }
    }

    /** The id of what was fetched. */
    String commit() {
        return commit;
    }

    /** Fetches no history but where the server does not give a commit by its id. */
    void fetch(String ref) throws InterruptedException {
        git(false, "init", "--quiet", "--bare", ".");
        Optional<String> refused = tried("fetch", "--quiet", "--depth=1", "--no-tags", "--end-of-options", url(), ref);
        String wanted = "FETCH_HEAD^{commit}";
        if (refused.isPresent() && !ID.matcher(ref).matches()) {
            throw repository.failed("fetch", refused.get());
        }
        if (refused.isPresent()) {
            Optional<String> whole = tried(
                    "fetch",
                    "--quiet",
                    "--no-tags",
                    "--end-of-options",
                    url(),
                    "+refs/heads/*:refs/heads/*",
                    "+refs/tags/*:refs/tags/*");
            if (whole.isPresent()) {
                throw repository.failed("fetch", refused.get());
            }
            wanted = ref + "^{commit}";
        }
        commit = git(false, "rev-parse", "--quiet", "--verify", wanted).strip();
    }

    private String url() {
        return repository.url();
    }

    /** The files of a folder, as a module's content. */
    ModuleContent content(Optional<String> subdir, ModuleCache cache) throws InterruptedException {
        String tree = commit + subdir.map(path -> ":" + path).orElse("^{tree}");
        try {
            if (subdir.isPresent() && !isFolder(tree)) {
                throw SourceProblems.nothing(
                        repository.shown(), "there is no folder \"" + subdir.get() + "\" at the commit " + commit);
            }
            Path listing = git(Optional.empty(), false, "ls-tree", "-r", "-l", "-z", "--end-of-options", tree);
            GitTree files = GitTree.read(listing, repository.shown());
            Path objects = Files.writeString(Files.createTempFile(folder, "objects", ""), files.objects());
            Path contents = git(Optional.of(objects), false, "cat-file", "--batch");
            return cache.unpacked(new ByteArrayInputStream(files.archive(contents)));
        } catch (UnfitContentException e) {
            throw SourceProblems.unfit(repository.shown(), e);
        } catch (IOException e) {
            throw repository.failed("read", String.valueOf(e.getMessage()));
        }
    }

    private boolean isFolder(String tree) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", "");
        return repository
                .run(folder, false, Optional.empty(), output, "cat-file", "tree", tree)
                .worked();
    }

    /** Runs git, and gives what it has written. */
    String git(boolean remote, String... words) throws InterruptedException {
        try {
            return GitRepository.read(git(Optional.empty(), remote, words));
        } catch (IOException e) {
            throw repository.failed(words[0], String.valueOf(e.getMessage()));
        }
    }

    private Path git(Optional<Path> input, boolean remote, String... words) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", "");
        GitProgram.Result result = repository.run(folder, remote, input, output, words);
        if (!result.worked()) {
            throw repository.failed(words[0], result.words());
        }
        return output;
    }

    private Optional<String> tried(String... words) throws InterruptedException {
        try {
            Path output = Files.createTempFile(folder, "output", "");
            GitProgram.Result result = repository.run(folder, true, Optional.empty(), output, words);
            return result.worked() ? Optional.empty() : Optional.of(result.words());
        } catch (IOException e) {
            throw repository.failed(words[0], String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            // It is in the folder for what is temporary, and what failed before says more.
        }
    }
}
