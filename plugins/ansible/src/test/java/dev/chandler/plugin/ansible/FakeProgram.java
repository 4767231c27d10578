package dev.chandler.plugin.ansible;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A program that is {@link FakePlaybook}, with what Python's packages would leave beside it. */
final class FakeProgram {

    private FakeProgram() {}

    static Path make(Path folder, String version) throws IOException {
        Files.createDirectories(folder.resolve("lib/python3.11/site-packages/ansible_core-" + version + ".dist-info"));
        Path program = Files.createDirectories(folder.resolve("bin")).resolve("ansible-playbook");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Files.writeString(
                program,
                "#!/bin/sh\nexec '" + java + "' -Xshare:auto -XX:TieredStopAtLevel=1 -cp '"
                        + System.getProperty("java.class.path") + "' " + FakePlaybook.class.getName() + " \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }
}
