package dev.chandler.plugin.ansible;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Digests all files that Ansible may read in a folder, by their paths in it.
 *
 * <p>Links count as what they lead to. Left out is what no playbook is made of: what version control keeps, what Python and
 * Ansible leave behind, and Chandler's own files.
 */
final class ReadFiles {

    private static final Set<String> IGNORED = Set.of(".git", ".hg", ".svn", ".chandler", "__pycache__");
    private static final Set<String> OWN = Set.of("chandler.yml", "chandler.lock", "chandler.project.yml");

    private final StepSettings settings;

    ReadFiles(StepSettings settings) {
        this.settings = settings;
    }

    /**
     * Looks at a file or at a folder and all below it.
     *
     * @return digest and permissions by path
     */
    Map<String, String> of(Path root) throws InterruptedException {
        Map<String, String> files = new TreeMap<>();
        try {
            if (Files.isRegularFile(root)) {
                files.put(String.valueOf(root.getFileName()), described(root));
            } else {
                Files.walkFileTree(
                        root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Walk(root, files));
            }
        } catch (IOException e) {
            throw new ManifestException(
                    Problem.of("CH-ANSIBLE-005", "what the playbook may read cannot be read")
                            .at(settings.location())
                            .because(e.toString())
                            .remedy("see to it that all files in \"" + settings.shown(root) + "\" can be read"),
                    e);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return files;
    }

    private final class Walk extends SimpleFileVisitor<Path> {

        private final Path root;
        private final Map<String, String> files;

        Walk(Path root, Map<String, String> files) {
            this.root = root;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(root) && IGNORED.contains(String.valueOf(folder.getFileName()))
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (Thread.currentThread().isInterrupted()) {
                return FileVisitResult.TERMINATE;
            }
            if (attributes.isRegularFile() && !isLeftOut(file)) {
                files.put(root.relativize(file).toString(), described(file));
            }
            return FileVisitResult.CONTINUE;
        }

        /** A link that leads to nothing, or back to where it is, is nothing that can be read. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException trouble) throws IOException {
            if (trouble instanceof FileSystemLoopException || Files.isSymbolicLink(file)) {
                return FileVisitResult.CONTINUE;
            }
            throw trouble;
        }

        private boolean isLeftOut(Path file) {
            String name = String.valueOf(file.getFileName());
            boolean besideManifest = settings.directory().equals(file.getParent());
            return name.endsWith(".retry")
                    || besideManifest && (OWN.contains(name) || name.equals(manifest()))
                    || settings.vaultPassword().filter(file::equals).isPresent();
        }

        private String manifest() {
            return String.valueOf(Path.of(settings.location().file()).getFileName());
        }
    }

    private static String described(Path file) throws IOException {
        MessageDigest sum = Digest.sha256();
        byte[] chunk = new byte[64 << 10];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                sum.update(chunk, 0, length);
            }
        }
        return Digest.of(sum) + " " + mode(file);
    }

    private static String mode(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        int mode = 0;
        if (view != null) {
            for (PosixFilePermission each : view.readAttributes().permissions()) {
                mode |= 0400 >> each.ordinal();
            }
        }
        return String.format(Locale.ROOT, "%04o", mode);
    }
}
