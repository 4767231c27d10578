package dev.chandler.core.secret;

import static dev.chandler.core.secret.SecretTexts.bytes;
import static dev.chandler.core.secret.SecretTexts.seeking;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSearchTest {

    private static final String SECRET = "hunter2-hunter2";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

    private void file(String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private Optional<SecretSearch.Finding> found(SecretPatterns patterns) throws IOException, InterruptedException {
        tar.finish();
        return new SecretSearch(patterns).tar(new ByteArrayInputStream(bytes.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65530, 65536 - 7, 200_000})
    void aSecretIsFoundWhereverItStands(int at) throws Exception {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        System.arraycopy(bytes(SECRET), 0, content, at, SECRET.length());
        file("etc/motd", bytes("hello"));
        file("root/.netrc", content);

        assertThat(found(seeking(SECRET))).contains(new SecretSearch.Finding("s", "/root/.netrc"));
    }

    @Test
    void whatTwoFilesHoldTogetherIsInNone() throws Exception {
        file("a", bytes("hunter2-"));
        file("b", bytes("hunter2"));

        assertThat(found(seeking(SECRET))).isEmpty();
    }

    @Test
    void namesAndTargetsOfLinksCount() throws Exception {
        file("tmp/x", bytes(""));
        TarArchiveEntry link = new TarArchiveEntry("tmp/link", TarConstants.LF_SYMLINK);
        link.setLinkName("/x/" + SECRET);
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();

        assertThat(found(seeking(SECRET))).map(SecretSearch.Finding::path).contains("/tmp/link");
    }

    @Test
    void itsFormsCountToo() throws Exception {
        file("a", Base64.getMimeEncoder().encode(bytes("x".repeat(50) + SECRET + "y")));

        assertThat(found(seeking(SECRET))).isPresent();
    }

    @Test
    void aKeyOutOfAFileOfSettingsIsFoundAlone() throws Exception {
        file("a", bytes("key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY;"));

        assertThat(found(seeking("[default]\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n")))
                .isPresent();
    }

    @Test
    void linesThatManyFilesHaveAreNotTakenForTheSecret() throws Exception {
        file("a", bytes("[default]\nregion = eu\n-----BEGIN PRIVATE KEY-----\n"));

        assertThat(found(seeking("[default]\nregion = eu\ntoken = x\n-----BEGIN PRIVATE KEY-----\nabc\n")))
                .isEmpty();
    }

    @Test
    void whatHasSevenBytesIsNotLookedFor() throws Exception {
        file("a", bytes("hunter2"));

        assertThat(found(seeking("hunter2"))).isEmpty();
    }

    @Test
    void aLargeSecretIsFoundByItsBeginning() throws Exception {
        byte[] value = new byte[SecretSources.LIMIT_BYTES];
        new Random(4).nextBytes(value);
        file("a", Arrays.copyOf(value, 5000));

        assertThat(found(SecretPatterns.seeking(List.of(new SecretValue("s", value, List.of())))))
                .isPresent();
    }
}
