package dev.chandler.lib.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.Notes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered is told from what is read by lying in the notes: only what is not read again is a lie. */
class KnownContentsTest {

    private static final Digest LIE = Digest.of("a lie");
    private static final FileTime YEARS_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00.123456789Z"));

    @TempDir
    Path folder;

    private final Map<String, String> kept = new HashMap<>();
    private final Notes notes = new Notes() {
        @Override
        public Optional<String> find(String name) {
            return Optional.ofNullable(kept.get(name));
        }

        @Override
        public void keep(String name, String text) {
            kept.put(name, text);
        }
    };

    @BeforeEach
    void makeEnoughFilesToBeRemembered() throws IOException {
        for (int i = 0; i < 120; i++) {
            Files.writeString(folder.resolve("f" + i), "content " + i);
        }
    }

    /** At a time at which what was written just now is old. */
    private Map<String, Digest> contents() throws Exception {
        return contents(Duration.ofMinutes(1));
    }

    private Map<String, Digest> contents(Duration later) throws Exception {
        Clock clock = Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC);
        return FileTree.scan(folder, List.of()).contents(notes, clock);
    }

    private void lieAbout(String file) {
        kept.replaceAll((name, text) -> {
            String[] lines = text.split("\n");
            StringBuilder lying = new StringBuilder();
            for (String line : List.of(lines).subList(1, lines.length)) {
                boolean meant = line.endsWith("\t" + file);
                lying.append(meant ? line.replaceFirst("[0-9a-f]{64}", LIE.hex()) : line)
                        .append('\n');
            }
            return "chandler.contents.v1 " + Digest.of(lying.toString()).hex() + "\n" + lying;
        });
    }

    private void touch(String file, Change change) throws Exception {
        contents();
        lieAbout(file);
        assertThat(contents()).containsEntry(file, LIE);
        change.on(folder.resolve(file));
    }

    private interface Change {
        void on(Path file) throws IOException;
    }

    @Test
    void aFileThatWasNotTouchedIsNotReadAgain() throws Exception {
        contents();
        lieAbout("f7");

        assertThat(contents()).containsEntry("f7", LIE).containsEntry("f8", Digest.of("content 8"));
    }

    @Test
    void whatIsRememberedIsWhatWasRead() throws Exception {
        Map<String, Digest> read = FileTree.scan(folder, List.of()).contents(Notes.NONE);

        contents();

        assertThat(contents()).isEqualTo(read);
    }

    @Test
    void otherContentOfTheSameSizeAndTimeIsRead() throws Exception {
        FileTime time = Files.getLastModifiedTime(folder.resolve("f7"));
        touch("f7", file -> {
            Files.writeString(file, "CONTENT 7");
            Files.setLastModifiedTime(file, time);
        });

        assertThat(contents()).containsEntry("f7", Digest.of("CONTENT 7"));
    }

    @Test
    void anotherFileThatIsMovedInItsPlaceWithItsTimeIsRead() throws Exception {
        FileTime time = Files.getLastModifiedTime(folder.resolve("f7"));
        touch("f7", file -> {
            Files.setLastModifiedTime(folder.resolve("f8"), time);
            Files.move(folder.resolve("f8"), file, StandardCopyOption.REPLACE_EXISTING);
        });

        assertThat(contents()).containsEntry("f7", Digest.of("content 8"));
    }

    @Test
    void aFileWithTheTimeOfAnotherDayIsReadAgain() throws Exception {
        touch("f7", file -> Files.setLastModifiedTime(file, YEARS_AGO));

        assertThat(contents()).containsEntry("f7", Digest.of("content 7"));
    }

    @Test
    void aFileThatWasTouchedJustBeforeItWasReadIsNotRemembered() throws Exception {
        contents(Duration.ofSeconds(1));

        assertThat(kept.values()).noneMatch(text -> text.contains("\tf7\n"));
    }

    @Test
    void namesMayHaveWhateverFileSystemsTake() throws Exception {
        List<String> odd = List.of("Icon\r", "a\rb", "a\tb", "a\nb", "é ü", "\u2028", "\u0085x");
        for (String name : odd) {
            Files.writeString(folder.resolve(name), name);
        }
        contents();
        odd.forEach(this::lieAbout);

        Map<String, Digest> again = contents();

        assertThat(again).containsEntry("a\nb", Digest.of("a\nb"));
        odd.stream()
                .filter(name -> !name.contains("\n"))
                .forEach(name -> assertThat(again).containsEntry(name, LIE));
    }

    @Test
    void aNoteThatIsNotWholeIsNotBelieved() throws Exception {
        contents();
        lieAbout("f7");
        kept.replaceAll((name, text) -> text.substring(0, text.length() - 1));

        assertThat(contents()).containsEntry("f7", Digest.of("content 7"));
    }

    @Test
    void aNoteIsWrittenAgainOnlyWhereSomethingIsNew() throws Exception {
        contents();
        Map<String, String> before = Map.copyOf(kept);
        Notes once = new Notes() {
            @Override
            public Optional<String> find(String name) {
                return notes.find(name);
            }

            @Override
            public void keep(String name, String text) {
                throw new AssertionError("written again: " + name);
            }
        };

        FileTree.scan(folder, List.of()).contents(once);

        assertThat(kept).isEqualTo(before);
    }

    @Test
    void whatOtherStepsTakeFromTheFolderStaysRemembered() throws Exception {
        contents();
        IgnoreRules most = IgnoreRules.of(List.of("f1*"));
        Files.writeString(folder.resolve("f7"), "new");
        FileTree part = FileTree.scan(folder, List.of(new FileTree.Rules(most, "")));
        part.contents(notes, Clock.fixed(Instant.now().plusSeconds(60), ZoneOffset.UTC));
        lieAbout("f11");

        assertThat(contents()).containsEntry("f11", LIE);
    }

    @Test
    void ofAFewSmallFilesNothingIsRemembered() throws Exception {
        for (int i = 50; i < 120; i++) {
            Files.delete(folder.resolve("f" + i));
        }

        contents();

        assertThat(kept).isEmpty();
    }

    @Test
    void oneLargeFileIsRemembered() throws Exception {
        Path large = Files.write(folder.resolve("large"), new byte[2 << 20]);
        FileTree tree = FileTree.scan(large, List.of());
        Clock later = Clock.fixed(Instant.now().plusSeconds(60), ZoneOffset.UTC);
        tree.contents(notes, later);
        lieAbout("large");

        assertThat(tree.contents(notes, later)).containsEntry("large", LIE);
    }
}
