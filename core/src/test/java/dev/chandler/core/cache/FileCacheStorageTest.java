package dev.chandler.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.CacheException;
import dev.chandler.core.cache.CacheStorage.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCacheStorageTest {

    private static final Digest KEY = Digest.of("key");

    @TempDir
    Path folder;

    @Test
    void findsWhatWasStoredUnderItsKindAlone() {
        CacheStorage storage = new FileCacheStorage(folder.resolve("new"));
        storage.store(Kind.VERDICT, KEY, "green");

        assertThat(storage.find(Kind.VERDICT, KEY)).contains("green");
        assertThat(storage.find(Kind.PREIMAGE, KEY)).isEmpty();
    }

    @Test
    void replacesAnEntryAndLeavesNoPart() throws IOException {
        CacheStorage storage = new FileCacheStorage(folder);
        storage.store(Kind.VERDICT, KEY, "one");
        storage.store(Kind.VERDICT, KEY, "two");

        assertThat(storage.find(Kind.VERDICT, KEY)).contains("two");
        assertThat(folder.resolve("verdicts")).isDirectoryContaining("glob:**/" + KEY.hex());
        assertThat(folder.resolve("verdicts")).isDirectoryNotContaining("glob:**/.part*");
    }

    @Test
    void forgetsEverythingWhenCleared() {
        CacheStorage storage = new FileCacheStorage(folder);
        storage.store(Kind.PREIMAGE, KEY, "text");
        storage.clear();

        assertThat(storage.find(Kind.PREIMAGE, KEY)).isEmpty();
    }

    @Test
    void keepsTheNewestOfAKind() throws IOException {
        CacheStorage storage = new FileCacheStorage(folder);
        storage.keepNewest(Kind.TEXT, 1);
        for (int i = 0; i < 3; i++) {
            storage.store(Kind.TEXT, Digest.of("" + i), "text");
            Files.setLastModifiedTime(
                    folder.resolve("texts").resolve(Digest.of("" + i).hex()), FileTime.fromMillis(1000 - i));
        }
        storage.store(Kind.VERDICT, KEY, "green");

        storage.keepNewest(Kind.TEXT, 2);

        assertThat(storage.find(Kind.TEXT, Digest.of("0"))).isPresent();
        assertThat(storage.find(Kind.TEXT, Digest.of("1"))).isPresent();
        assertThat(storage.find(Kind.TEXT, Digest.of("2"))).isEmpty();
        assertThat(storage.find(Kind.VERDICT, KEY)).isPresent();
    }

    @Test
    void saysWhichFolderCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThatThrownBy(() -> new FileCacheStorage(file).store(Kind.VERDICT, KEY, "x"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining(file.toString());
    }
}
