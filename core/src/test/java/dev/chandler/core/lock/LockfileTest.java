package dev.chandler.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Lockfile}. */
class LockfileTest {

    private static final LockedPlugin MOON = new LockedPlugin("moon", "1.0", Digest.of("moon"), "file");
    private static final LockedPlugin SUN =
            new LockedPlugin("sun", "2.0.0-rc1+b\"1\\", Digest.of("sun"), "./lib/s\u00fcn\u0007.jar");

    private static final LockedModule NGINX =
            new LockedModule("web/nginx", "1.9.0", Digest.of("nginx"), "127.0.0.1:5000/teams/web/nginx");
    private static final LockedModule NEWER =
            new LockedModule("web/nginx", "1.10.0", Digest.of("newer"), "127.0.0.1:5000/teams/web/nginx");
    private static final LockedModule CERTIFICATES =
            new LockedModule("core/ca-certificates", "2.0.0-rc.1", Digest.of("ca"), "git+file:///srv/modules.git#3f2a");

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() {
        Lockfile.empty().with(SUN).with(MOON).write(folder);

        assertThat(read().plugins()).containsExactly(MOON, SUN);
    }

    @Test
    void theTextIsSortedAndFollowsFromWhatIsPinnedAlone() {
        assertThat(Lockfile.empty().with(SUN).with(MOON).text())
                .isEqualTo(Lockfile.empty().with(MOON).with(SUN).text())
                .isEqualTo("""
                        # Written by chandler. It belongs under version control, and is not for editing by hand.
                        version: 1
                        plugins:
                          - id: "moon"
                            version: "1.0"
                            digest: "%s"
                            source: "file"
                          - id: "sun"
                            version: "2.0.0-rc1+b\\"1\\\\"
                            digest: "%s"
                            source: "./lib/s\u00fcn\\u0007.jar"
                        """.formatted(MOON.digest(), SUN.digest()));
    }

    @Test
    void modulesAreReadAsTheyWereWrittenAndSortedByNameAndVersion() {
        Lockfile.empty()
                .withModules(List.of(NEWER, CERTIFICATES, NGINX))
                .with(SUN)
                .write(folder);

        assertThat(read().modules()).containsExactly(CERTIFICATES, NGINX, NEWER);
        assertThat(read().plugins()).containsExactly(SUN);
        assertThat(read().text()).endsWith("""
                modules:
                  - name: "core/ca-certificates"
                    version: "2.0.0-rc.1"
                    digest: "%s"
                    source: "git+file:///srv/modules.git#3f2a"
                  - name: "web/nginx"
                    version: "1.9.0"
                    digest: "%s"
                    source: "127.0.0.1:5000/teams/web/nginx"
                  - name: "web/nginx"
                    version: "1.10.0"
                    digest: "%s"
                    source: "127.0.0.1:5000/teams/web/nginx"
                """.formatted(CERTIFICATES.digest(), NGINX.digest(), NEWER.digest()));
    }

    @Test
    void oneVersionMayBeThereFromTwoPlacesWithTheSameContentAlone() {
        LockedModule mirrored = new LockedModule("web/nginx", "1.9.0", NGINX.digest(), "10.0.0.2:5000/nginx");
        LockedModule other = new LockedModule("web/nginx", "1.9.0", Digest.of("other"), "10.0.0.3:5000/nginx");

        Lockfile.empty().withModules(List.of(NGINX, mirrored)).write(folder);

        assertThat(read().modules()).containsExactly(mirrored, NGINX);

        Lockfile.empty().withModules(List.of(NGINX, other)).write(folder);

        assertThatThrownBy(this::read).hasMessageContaining("CH-LOCK-006");
    }

    @Test
    void aLockThatPinsModulesAloneIsWritten() {
        Lockfile.empty().withModules(List.of(NGINX)).write(folder);

        assertThat(read().modules()).containsExactly(NGINX);
    }

    @Test
    void theBytesAreTheSameInAnotherFolderTimeZoneAndLocale() throws IOException {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        Path here = Files.createDirectory(folder.resolve("here"));
        Path there = Files.createDirectory(folder.resolve("there"));
        Lockfile.empty().with(MOON).withModules(List.of(NGINX, NEWER)).write(here);
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
            Lockfile.empty().withModules(List.of(NEWER, NGINX)).with(MOON).write(there);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }

        assertThat(there.resolve("chandler.lock")).hasSameBinaryContentAs(here.resolve("chandler.lock"));
    }

    @Test
    void whereThereIsNoFileNothingIsPinnedAndNoneIsMadeForThat() {
        read().without("moon").write(folder);

        assertThat(read().plugins()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    /** As a full disk or a merge leaves it: it would let every plugin pass. */
    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n"})
    void anEmptyFileIsNoLock(String text) throws IOException {
        Files.writeString(folder.resolve("chandler.lock"), text);

        assertThatThrownBy(this::read).hasMessageContaining("CH-LOCK-001").hasMessageContaining("chandler.lock");
    }

    @Test
    void aLinkToNowhereIsNoLockThatIsNotThere() throws IOException {
        Files.createSymbolicLink(folder.resolve("chandler.lock"), folder.resolve("nowhere"));

        assertThatThrownBy(this::read).isInstanceOf(ManifestException.class);
    }

    @Test
    void whatIsPinnedNoLongerIsNotInTheFile() {
        Lockfile.empty().with(MOON).write(folder);

        read().without("moon").write(folder);

        assertThat(folder.resolve("chandler.lock"))
                .content()
                .doesNotContain("moon")
                .contains("version: 1");
    }

    @Test
    void aFileThatSaysTheSameIsLeftAlone() throws IOException {
        Lockfile.empty().with(MOON).write(folder);
        Object before = Files.readAttributes(folder.resolve("chandler.lock"), "unix:ino")
                .get("ino");

        read().write(folder);

        assertThat(Files.readAttributes(folder.resolve("chandler.lock"), "unix:ino")
                        .get("ino"))
                .isEqualTo(before);
    }

    @Test
    void whereCopiesAreIsKeptWhateverElseChanges() {
        Lockfile lock = Lockfile.empty().vendoredIn(Optional.of("third_party/a \"b\""));
        lock.with(MOON)
                .without(MOON.id())
                .withModules(List.of())
                .withBases(List.of())
                .write(folder);

        assertThat(folder.resolve("chandler.lock"))
                .content()
                .endsWith("version: 1\nvendored: \"third_party/a \\\"b\\\"\"\n");
        assertThat(read().vendored()).hasValue("third_party/a \"b\"");
        assertThat(read().vendoredIn(Optional.empty()).text()).doesNotContain("vendored");
    }

    @Test
    void aFolderThatTakesNothingIsAProblem() {
        PluginException e = catchThrowableOfType(
                PluginException.class, () -> Lockfile.empty().with(MOON).write(folder.resolve("missing")));

        assertThat(e.problems().get(0).code()).isEqualTo("CH-LOCK-003");
        assertThat(e.problems().get(0).why()).contains("NoSuchFileException");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "version: 2|chandler.lock:1:10|CH-LOCK-001",
                "version: 1.0|chandler.lock:1:10|CH-MANIFEST-011",
                "plugins: []|chandler.lock:1:1|CH-LOCK-001",
                "[]|chandler.lock:1:1|CH-MANIFEST-011",
                "version: 1\\nplugin: []|chandler.lock:2:1|CH-MANIFEST-010",
                "version: 1\\nplugins: {}|chandler.lock:2:10|CH-MANIFEST-011",
                "version: 1\\nplugins:\\n- {id: Moon, version: 1, digest: D, source: file}|chandler.lock:3:8|CH-MANIFEST-011",
                "version: 1\\nplugins:\\n- {id: a, version: 1, digest: sha256:1, source: file}|chandler.lock:3:31|CH-MANIFEST-011",
                "version: 1\\nplugins:\\n- {id: a, version: 1, digest: D}|chandler.lock:3:3|CH-MANIFEST-012",
                "version: 1\\nplugins:\\n- {id: a, version: 1, digest: D, source: s}\\n- {id: a, version: 2, digest: D, source: s}"
                        + "|chandler.lock:4:3|CH-LOCK-002",
                "version: 1\\nmodules: {}|chandler.lock:2:10|CH-MANIFEST-011",
                "version: 1\\nmodules:\\n- {name: Web, version: 1.0.0, digest: D, source: s}|chandler.lock:3:10|CH-MANIFEST-011",
                "version: 1\\nmodules:\\n- {name: web, version: 1.0, digest: D, source: s}|chandler.lock:3:24|CH-MANIFEST-011",
                "version: 1\\nmodules:\\n- {name: web, version: 1.0.0, source: s}|chandler.lock:3:3|CH-MANIFEST-012",
                "version: 1\\nmodules:\\n- {name: web, version: 1.0.0, digest: D, source: s}"
                        + "\\n- {name: web, version: 1.0.0, digest: D, source: s}|chandler.lock:4:3|CH-LOCK-006",
                "version: 1\\nvendored: ../up|chandler.lock:2:11|CH-MANIFEST-011",
                "version: 1\\nvendored: /abs|chandler.lock:2:11|CH-MANIFEST-011",
                "version: 1\\nvendored: lib//a|chandler.lock:2:11|CH-MANIFEST-011",
                "version: 1\\nvendored: []|chandler.lock:2:11|CH-MANIFEST-011",
                "version: [|chandler.lock|CH-MANIFEST",
                "version: 1\\n<<<<<<< ours\\nplugins: []\\n=======\\n>>>>>>> theirs|chandler.lock:2:1|CH-LOCK-005",
            })
    void whatIsWrongIsSaidWithItsPlace(String text, String place, String code) throws IOException {
        Files.writeString(
                folder.resolve("chandler.lock"),
                text.replace("\\n", "\n").replace("D", Digest.of("moon").toString()));

        ManifestException e = catchThrowableOfType(ManifestException.class, this::read);

        assertThat(e.problems()).anySatisfy(problem -> {
            assertThat(problem.code()).startsWith(code);
            assertThat(problem.where().orElseThrow()).asString().startsWith(place);
        });
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() throws IOException {
        Files.writeString(
                folder.resolve("chandler.lock"),
                "version: 1\nplugins:\n- {id: a, version: 1, source: s}\n- {id: b, digest: sha256:1, source: s}\n");

        ManifestException e = catchThrowableOfType(ManifestException.class, this::read);

        assertThat(e.problems()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void anotherChandlersLockIsLeftUnread() throws IOException {
        Files.writeString(folder.resolve("chandler.lock"), "version: 7\nstrange: [1]\n");

        ManifestException e = catchThrowableOfType(ManifestException.class, this::read);

        assertThat(e.problems()).extracting(problem -> problem.code()).isEqualTo(List.of("CH-LOCK-001"));
    }

    private Lockfile read() {
        return Lockfile.read(folder, folder);
    }
}
