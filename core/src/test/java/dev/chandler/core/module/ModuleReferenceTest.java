package dev.chandler.core.module;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.version.VersionRange;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ModuleReference}. */
class ModuleReferenceTest {

    private static final Location PLACE = new Location("chandler.yml", 5, 9);
    private static final Digest DIGEST = Digest.of("archive");

    @Test
    void aNameMayHaveARange() {
        assertThat(parse("web/nginx")).isEqualTo(new ModuleReference.Named("web/nginx", VersionRange.ANY));
        assertThat(parse("web/nginx@^1.2")).isEqualTo(new ModuleReference.Named("web/nginx", range("^1.2")));
        assertThat(parse("nginx@>=1.2 & <2").range()).isEqualTo(range(">=1.2 & <2"));
    }

    @Test
    void aRegistryIsToldByItsFirstWord() {
        assertThat(parse("127.0.0.1:5000/teams/web/nginx@^1"))
                .isEqualTo(new ModuleReference.Registry("127.0.0.1:5000/teams/web/nginx", range("^1")));
        assertThat(parse("localhost/nginx")).isInstanceOf(ModuleReference.Registry.class);
        assertThat(parse("[::1]:5000/nginx")).isInstanceOf(ModuleReference.Registry.class);
        assertThat(parse("example.org/nginx")).isInstanceOf(ModuleReference.Registry.class);
        assertThat(parse("example/nginx")).isInstanceOf(ModuleReference.Named.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"./nginx", "../shared/nginx", "/srv/modules/nginx@2"})
    void aFolderBeginsWithADotOrASlash(String text) {
        assertThat(parse(text)).isEqualTo(new ModuleReference.Folder(text));
    }

    @Test
    void aGitRepositoryMayHaveARefAndAFolder() {
        assertThat(parse("git+https://example.org/modules.git#v1.2.0:web/nginx"))
                .isEqualTo(new ModuleReference.Git(
                        "https://example.org/modules.git", Optional.of("v1.2.0"), Optional.of("web/nginx")));
        assertThat(parse("git+ssh://git@example.org/modules.git"))
                .isEqualTo(new ModuleReference.Git(
                        "ssh://git@example.org/modules.git", Optional.empty(), Optional.empty()));
        assertThat(parse("git+file:///srv/modules.git#:web"))
                .isEqualTo(new ModuleReference.Git("file:///srv/modules.git", Optional.empty(), Optional.of("web")));
    }

    @Test
    void anArchiveHasItsDigest() {
        assertThat(parse("https://example.org/nginx-1.2.0.tar#" + DIGEST))
                .isEqualTo(new ModuleReference.Archive("https://example.org/nginx-1.2.0.tar", Optional.of(DIGEST)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Web/nginx",
                "./a\0b",
                "web//nginx",
                "web/nginx@",
                "web/nginx@latest",
                "127.0.0.1:5000/nginx:1.2.0",
                "127.0.0.1:5000/nginx@sha256:00",
                "user:secret@example.org/nginx",
                "git+nginx",
                "git+https://user:secret@example.org/modules.git",
                "git+ssh://git:secret@example.org/modules.git",
                "git+ext::sh -c touch% /tmp/x",
                "git+https://example.org/m.git#--upload-pack=x",
                "git+https://example.org/m.git#main:../x",
                "git+https://example.org/m.git#main:a/./b",
                "https://example.org/nginx.tar",
                "https://example.org/nginx.tar#sha256:00",
                "https://example.org/nginx-{version}.tar",
                "https://user:secret@example.org/nginx.tar#sha256:00",
            })
    void whatMeansNothingIsSaidAtItsPlace(String text) {
        ManifestException e = catchThrowableOfType(ManifestException.class, () -> parse(text));

        assertThat(e.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("CH-MODULE-020");
            assertThat(problem.where()).contains(PLACE);
        });
    }

    private static ModuleReference parse(String text) {
        return ModuleReference.parse(text, PLACE);
    }

    private static VersionRange range(String text) {
        return VersionRange.parse(text).orElseThrow();
    }
}
