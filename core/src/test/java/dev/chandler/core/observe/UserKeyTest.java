package dev.chandler.core.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.CacheException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserKeyTest {

    @TempDir
    Path folder;

    @Test
    void isMadeOnceForItsUserAlone() throws IOException {
        byte[] key = new UserKey(folder.resolve("new")).bytes();

        assertThat(key).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(new UserKey(folder.resolve("new")).bytes()).isEqualTo(key);
        assertThat(new UserKey(folder.resolve("other")).bytes()).isNotEqualTo(key);
        Path file = folder.resolve("new/user-key/key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void isTheSameForAllWhoMakeItAtOnce() throws Exception {
        int clients = 8;
        CyclicBarrier barrier = new CyclicBarrier(clients);
        List<Callable<String>> work = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Seal seal = new Seal(new UserKey(folder));
            work.add(() -> {
                barrier.await();
                return seal.seal(Map.of("a", Digest.of("1"))).text();
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        Set<String> seals = new HashSet<>();
        try {
            for (Future<String> each : threads.invokeAll(work)) {
                seals.add(each.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(seals).hasSize(1);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("user-key"));
        }
    }

    @Test
    void isNotMadeBeforeSomethingIsSealed() {
        new Seal(new UserKey(folder.resolve("new")));

        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void saysWhatIsWrongWithIt() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> new UserKey(file).bytes())
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("CH-CACHE-006");

        Files.createDirectory(folder.resolve("user-key"));
        Files.writeString(folder.resolve("user-key/key"), "short");
        assertThatThrownBy(() -> new UserKey(folder).bytes())
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("CH-CACHE-007")
                .hasMessageContaining("5 bytes");
    }
}
