package dev.chandler.core.manifest;

import dev.chandler.core.module.FolderModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A folder with a manifest, and what is said on the command line that loads it. */
public final class ManifestFolder {

    static final Set<String> PROVISIONERS = Set.of("exec", "copy");

    private final Path folder;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final List<Path> variableFiles = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();

    public ManifestFolder(Path folder) {
        this.folder = folder;
    }

    public ManifestFolder file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public ManifestFolder manifest(String text) {
        return file("chandler.yml", text);
    }

    ManifestFolder variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    ManifestFolder variableFile(String name) {
        variableFiles.add(folder.resolve(name));
        return this;
    }

    ManifestFolder environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    ManifestRequest request() {
        return new ManifestRequest(folder, folder, variables, variableFiles, environment);
    }

    public Manifest load() {
        return uninterrupted(() ->
                new ManifestLoader(new FolderModules(folder)).load(request(), PROVISIONERS, manifest -> List.of()));
    }

    String render() {
        return uninterrupted(() -> new ManifestLoader(new FolderModules(folder))
                .render(request(), PROVISIONERS)
                .text());
    }

    private interface Work<T> {
        T run() throws InterruptedException;
    }

    private static <T> T uninterrupted(Work<T> work) {
        try {
            return work.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody cancels a test", e);
        }
    }

    Path path() {
        return folder;
    }
}
