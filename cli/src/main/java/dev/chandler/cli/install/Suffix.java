package dev.chandler.cli.install;

import dev.chandler.core.trust.SignatureFile;
import java.util.List;
import java.util.Optional;

/** How the names of plugins' files end. */
final class Suffix {

    static final String JAR = ".jar";
    static final String ZIP = ".zip";
    static final List<String> ALL = List.of(JAR, ZIP);

    /** What a signature's name has behind that of its file. */
    static final String SIGNATURE = SignatureFile.ENDING;

    private Suffix() {}

    /** The end of a name, where it is that of a plugin's file. */
    static Optional<String> of(String name) {
        return ALL.stream().filter(name::endsWith).findFirst();
    }
}
