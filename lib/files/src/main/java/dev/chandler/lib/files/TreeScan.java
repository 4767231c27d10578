package dev.chandler.lib.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Walks a folder, names in the order of their bytes, and takes what its rules do not exclude. */
final class TreeScan {

    /** Rules, what they say of the folder that the walk is in, and what its paths have to begin with for them. */
    private record Ruling(IgnoreRules.Verdict verdict, String prefix) {

        Ruling below(String path) {
            return new Ruling(verdict.below(prefix + path), prefix);
        }

        boolean mayIncludeBelow(String path) {
            return !verdict.excluded() || verdict.mayIncludeBelow(prefix + path);
        }
    }

    private final List<FileEntry> entries = new ArrayList<>();
    /** Folders that are excluded but may yet be needed for something in them. */
    private final Deque<FileEntry> pending = new ArrayDeque<>();

    private boolean excludedAny;

    static TreeScan of(Path folder, List<FileTree.Rules> rules) throws FileTreeException, InterruptedException {
        TreeScan scan = new TreeScan();
        List<Ruling> rulings = rules.stream()
                .map(each ->
                        new Ruling(each.rules().at(each.prefix()), each.prefix().isEmpty() ? "" : each.prefix() + "/"))
                .toList();
        scan.walk(folder, "", rulings);
        return scan;
    }

    List<FileEntry> entries() {
        return entries;
    }

    boolean excludedAny() {
        return excludedAny;
    }

    private void walk(Path folder, String path, List<Ruling> rulings) throws FileTreeException, InterruptedException {
        Cancelling.check();
        for (Path name : names(folder)) {
            FileLook.requireText(folder.resolve(name), name.toString());
            String below = path.isEmpty() ? name.toString() : path + "/" + name;
            List<Ruling> here = rulings.stream().map(each -> each.below(below)).toList();
            visit(folder.resolve(name), below, here);
        }
    }

    private void visit(Path file, String path, List<Ruling> rulings) throws FileTreeException, InterruptedException {
        boolean excluded = rulings.stream().anyMatch(each -> each.verdict().excluded());
        excludedAny |= excluded;
        if (excluded && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (excluded && !rulings.stream().allMatch(each -> each.mayIncludeBelow(path))) {
            return;
        }
        FileEntry entry = FileLook.at(file, path);
        take(entry, excluded);
        if (entry.kind() == FileEntry.Kind.FOLDER) {
            walk(file, path, rulings);
            pending.remove(entry);
        }
    }

    private void take(FileEntry entry, boolean excluded) {
        if (excluded) {
            pending.addLast(entry);
            return;
        }
        entries.addAll(pending);
        pending.clear();
        entries.add(entry);
    }

    private static List<Path> names(Path folder) throws FileTreeException {
        List<Path> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path each : stream) {
                names.add(each.subpath(each.getNameCount() - 1, each.getNameCount()));
            }
        } catch (DirectoryIteratorException e) {
            throw FileProblems.unreadable(folder, new IOException(e.getMessage(), e));
        } catch (IOException e) {
            throw FileProblems.unreadable(folder, e);
        }
        Collections.sort(names);
        return names;
    }
}
