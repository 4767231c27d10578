package dev.chandler.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.problem.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFolderTest {

    private static final int OFTEN = 3000;

    @TempDir
    Path folder = Path.of("");

    private StoreFolder store() {
        return StoreFolder.open(folder, new ClientIdentity("0.1", "build"));
    }

    private static String code(EngineException e) {
        return e.problems().get(0).code();
    }

    @Test
    void aFolderWithSomethingInItDoesNotBecomeAStore() throws Exception {
        Path file = Files.createFile(Files.createDirectory(folder.resolve("l")).resolve("file"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        StoreFolder store = store();

        assertThatThrownBy(store::prepare)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(code(e)).isEqualTo("CH-LOCAL-040"));

        assertThat(file).exists();
        assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(store.isThere()).isFalse();
    }

    @Test
    void whatAKilledClientHadBegunIsMadeWhole() throws Exception {
        Files.createDirectory(folder.resolve("l"));
        Files.createFile(folder.resolve("format123"));
        StoreFolder store = store();

        store.prepare();

        assertThat(store.isThere()).isTrue();
        assertThat(folder.resolve("states")).isEmptyDirectory();
    }

    @Test
    void whatCannotBeWrittenLeavesNoHalf() throws Exception {
        StoreFolder store = store();
        store.prepare();

        assertThatThrownBy(() -> store.write("nowhere", "file", "text")).isInstanceOf(EngineException.class);

        assertThat(folder.resolve("w")).isEmptyDirectory();
    }

    @Test
    void filesAmongFoldersAreNoneOfThem() throws Exception {
        StoreFolder store = store();
        store.prepare();
        Files.createFile(folder.resolve("w/half.new"));
        Files.createDirectory(folder.resolve("w/folder"));

        assertThat(store.folders("w")).isEqualTo(List.of("folder"));
    }

    @Test
    void anInterruptWhileTheLockIsTakenIsForLater() throws Exception {
        StoreFolder store = store();
        store.prepare();
        Thread thread = Thread.currentThread();
        AtomicBoolean over = new AtomicBoolean();
        Thread interrupting = new Thread(() -> {
            while (!over.get()) {
                thread.interrupt();
            }
        });
        interrupting.start();
        int done = 0;
        try {
            for (int i = 0; i < OFTEN; i++) {
                done += store.alone(() -> 1);
            }
        } finally {
            over.set(true);
            while (interrupting.isAlive()) {
                Thread.onSpinWait();
            }
        }

        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).isEqualTo(OFTEN);
    }
}
