package dev.chandler.core.module.content;

import dev.chandler.lib.files.FileEntry;
import dev.chandler.lib.files.FileTree;
import dev.chandler.lib.files.FileTreeException;
import dev.chandler.lib.files.IgnoreFile;
import dev.chandler.lib.files.IgnoreRules;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the archive of a module out of its folder. */
public final class ModulePacking {

    /** The owner's right to run it is what everybody gets. */
    private static final int OWNER_RUNS = 0100;

    private static final int MOST_REASONS = 20;

    private ModulePacking() {}

    /**
     * Packs what an author has: what the folder's {@code .chandlerignore}, else its {@code .dockerignore} excludes is left
     * out, and so is git's own {@code .git}.
     *
     * @param folder the module's folder
     * @return its content
     * @throws UnfitContentException with all that cannot be a module's
     * @throws FileTreeException if something cannot be read
     * @throws IOException if something cannot be read
     * @throws InterruptedException if cancelled
     */
    public static ModuleContent pack(Path folder) throws IOException, InterruptedException {
        return packBut(folder, List.of());
    }

    /**
     * Packs the same but for some files.
     *
     * @param folder the module's folder
     * @param leftOut patterns of what is left out, such as archives of earlier versions
     * @return its content
     * @throws UnfitContentException with all that cannot be a module's
     * @throws FileTreeException if something cannot be read
     * @throws IOException if something cannot be read
     * @throws InterruptedException if cancelled
     */
    public static ModuleContent packBut(Path folder, List<String> leftOut) throws IOException, InterruptedException {
        List<String> never = new ArrayList<>(leftOut);
        never.add(".git");
        List<FileTree.Rules> rules = new ArrayList<>();
        rules.add(new FileTree.Rules(IgnoreRules.of(never), ""));
        IgnoreFile.in(folder).ifPresent(file -> rules.add(new FileTree.Rules(file.rules(), "")));
        return pack(folder, rules, List.of());
    }

    /**
     * Packs all that is in a folder, such as what was unpacked.
     *
     * @param folder the folder
     * @return its content
     * @throws IOException as of {@link #pack}
     * @throws InterruptedException if cancelled
     */
    static ModuleContent packAll(Path folder) throws IOException, InterruptedException {
        return packWith(folder, List.of());
    }

    /**
     * Packs the same, and folders that are not there as if they were: git keeps none that has no file.
     *
     * @param folder the folder
     * @param folders the paths of folders in it
     * @return its content
     * @throws IOException as of {@link #pack}
     * @throws InterruptedException if cancelled
     */
    static ModuleContent packWith(Path folder, List<String> folders) throws IOException, InterruptedException {
        return pack(folder, List.of(), folders);
    }

    private static ModuleContent pack(Path folder, List<FileTree.Rules> rules, List<String> folders)
            throws IOException, InterruptedException {
        FileTree tree = FileTree.scan(folder, rules);
        if (!tree.isFolder()) {
            throw new UnfitContentException(ContentRules.shown(folder.toString()) + " is no folder");
        }
        List<FileEntry> entries = new ArrayList<>(tree.entries());
        folders.stream()
                .filter(path -> entries.stream().noneMatch(entry -> entry.path().equals(path)))
                .map(path -> new FileEntry(path, FileEntry.Kind.FOLDER, 0755, 0, 0, 0, 0, "", ""))
                .forEach(entries::add);
        Map<String, FileEntry> sorted = sorted(entries);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        for (Map.Entry<String, FileEntry> each : sorted.entrySet()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while packing " + folder);
            }
            FileEntry entry = each.getValue();
            if (entry.kind() == FileEntry.Kind.FOLDER) {
                tar.header(TarHeader.directory(each.getKey() + "/"));
            } else {
                byte[] content = content(folder.resolve(entry.path()), entry);
                boolean runs = (entry.mode() & OWNER_RUNS) != 0;
                tar.file(file(each.getKey(), content.length, runs ? 0755 : 0644), content);
            }
        }
        tar.finish();
        return new ModuleContent(bytes.toByteArray());
    }

    /** By the bytes of their names, one a character. */
    private static Map<String, FileEntry> sorted(List<FileEntry> entries) throws UnfitContentException {
        Map<String, FileEntry> sorted = new TreeMap<>();
        List<String> reasons = new ArrayList<>();
        ContentRules rules = new ContentRules();
        for (FileEntry entry : entries) {
            try {
                check(rules, entry);
                byte[] name = entry.path().getBytes(StandardCharsets.UTF_8);
                sorted.put(new String(name, StandardCharsets.ISO_8859_1), entry);
            } catch (UnfitContentException e) {
                reasons.addAll(e.reasons());
            }
        }
        if (!reasons.isEmpty()) {
            throw new UnfitContentException(
                    reasons.stream().distinct().limit(MOST_REASONS).toList());
        }
        return sorted;
    }

    private static void check(ContentRules rules, FileEntry entry) throws UnfitContentException {
        switch (entry.kind()) {
            case FOLDER -> rules.folder(entry.path());
            case FILE -> rules.file(entry.path(), entry.sizeBytes());
            case LINK ->
                throw new UnfitContentException(ContentRules.shown(entry.path())
                        + " is a symbolic link: what it leads to may be another file elsewhere, or none");
        }
    }

    private static TarHeader file(String name, long size, int mode) {
        TarHeader plain = TarHeader.file(name, size);
        return new TarHeader(
                name, plain.type(), "", mode, plain.uid(), plain.gid(), size, plain.modified(), 0, 0, Map.of());
    }

    private static byte[] content(Path file, FileEntry entry) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(Math.toIntExact(entry.sizeBytes()) + 1);
            if (content.length != entry.sizeBytes()) {
                throw new UnfitContentException(ContentRules.shown(entry.path()) + " changed while it was read");
            }
            return content;
        }
    }
}
