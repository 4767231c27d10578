package dev.chandler.core.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/trust.md, with the real openssl. */
class OpenSslTest {

    @TempDir
    Path folder;

    @Test
    void makesAKeyAndASignatureThatHold() throws Exception {
        Path file = Files.writeString(folder.resolve("acme-tools-1.0.0.jar"), "the content of a jar");
        for (String command : commands()) {
            run(command);
        }
        Path policy = Files.writeString(folder.resolve("policy.yml"), "keys: {acme: {file: acme.pub.pem}}");
        TrustPolicy trust = TrustPolicy.load(List.of(new PolicyFile(policy, "the user", false)), folder);

        assertThat(trust.check("acme-tools", "user", file, SignatureFile.read(file)))
                .isEqualTo(new Verdict.Signed("acme"));
    }

    /** The lines of the first block of shell commands there. */
    private static List<String> commands() throws IOException {
        String text =
                Files.readString(Path.of(System.getProperty("basedir", "")).resolve("../docs/trust.md"));
        String block = text.substring(text.indexOf("```sh\n") + 6);
        return block.substring(0, block.indexOf("```")).lines().toList();
    }

    private void run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/sh", "-ec", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(command + ": " + said).isZero();
    }
}
