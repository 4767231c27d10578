package dev.chandler.cli.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Modules for tests. */
final class ModuleText {

    private ModuleText() {}

    /** Writes a module into a folder. */
    static Path write(Path folder, String name, String version, String more) throws IOException {
        Files.createDirectories(folder.resolve("files"));
        Files.writeString(folder.resolve("files/motd"), "motd of " + version + "\n");
        Files.writeString(folder.resolve("module.yml"), """
                name: %s
                version: %s
                description: a web server
                license: Apache-2.0
                parameters:
                  port: {type: number, default: 80, min: 1, description: where it listens}
                  host: {type: string}
                %sinstall:
                  - echo [=port]
                """.formatted(name, version, more));
        return folder;
    }
}
