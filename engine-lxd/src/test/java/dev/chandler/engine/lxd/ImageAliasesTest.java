package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import org.junit.jupiter.api.Test;

class ImageAliasesTest {

    @Test
    void aTagComesAfterASlashAndLatestIsNone() {
        assertThat(ImageAliases.of("team/app:1.0")).isEqualTo("team/app/1.0");
        assertThat(ImageAliases.of("team/app:latest")).isEqualTo("team/app");
        assertThat(ImageAliases.of("team/app")).isEqualTo("team/app");
        assertThat(ImageAliases.of("host:5000/app")).isEqualTo("host:5000/app");
        assertThat(ImageAliases.of("host:5000/app:2")).isEqualTo("host:5000/app/2");
    }

    @Test
    void aNameWithoutATagIsTheLatest() {
        assertThat(ImageAliases.tagged("team/app")).isEqualTo("team/app:latest");
        assertThat(ImageAliases.tagged("team/app:1.0")).isEqualTo("team/app:1.0");
        assertThat(ImageAliases.tagged("host:5000/app")).isEqualTo("host:5000/app:latest");
    }

    @Test
    void aNameIsTakenAsItIsFirst() {
        assertThat(ImageAliases.candidates("debian:12")).containsExactly("debian:12", "debian/12");
        assertThat(ImageAliases.candidates("debian/12")).containsExactly("debian/12");
    }

    @Test
    void aDigestIsTheFingerprintWhateverStandsBeforeIt() {
        Digest digest = Digest.of("image");

        assertThat(ImageAliases.digest(digest.toString())).contains(digest);
        assertThat(ImageAliases.digest("debian:12@" + digest)).contains(digest);
        assertThat(ImageAliases.digest("debian:12")).isEmpty();
        assertThat(ImageAliases.isFingerprint(digest.hex().substring(0, 12))).isTrue();
        assertThat(ImageAliases.isFingerprint("cafe")).isFalse();
    }
}
