package dev.chandler.core.trust;

import java.io.IOException;

/** A file that could be read, and that nobody can say of who has signed it. */
final class UnfitFileException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    private UnfitFileException(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    static UnfitFileException noFile() {
        return new UnfitFileException("it is no file", "put the file itself there, and no folder, pipe or broken link");
    }

    static UnfitFileException tooLarge(int limitBytes) {
        return new UnfitFileException(
                "it is larger than %d MB, up to which signatures are checked".formatted(limitBytes >> 20),
                "have its author leave out what it doesn't need, or fetch it when it is needed");
    }

    /** What can be done. */
    String remedy() {
        return remedy;
    }
}
