package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.cli.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class ConsulOptionsTest {

    @Command
    private static final class Line {

        @Mixin
        private ConsulOptions consul = new ConsulOptions();
    }

    @TempDir
    Path folder;

    private Map<String, String> variables(String... words) {
        Line line = new Line();
        CommandLine command = new CommandLine(line);
        command.parseArgs(words);
        return line.consul.variables(command, folder);
    }

    @Test
    void withoutFlagsThereAreNoVariables() {
        assertThat(variables()).isEmpty();
    }

    @Test
    void eachFlagIsTheVariableOfItsName() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(variables(
                        "--consul-addr=https://consul.example:8501",
                        "--consul-token-file=file",
                        "--consul-ca-cert=" + file,
                        "--consul-client-cert=file",
                        "--consul-client-key=file",
                        "--consul-tls-server-name=server.dc1.consul",
                        "--consul-namespace=team",
                        "--consul-datacenter=dc2"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "CHANDLER_CONSUL_HTTP_ADDR",
                        "https://consul.example:8501",
                        "CHANDLER_CONSUL_HTTP_TOKEN_FILE",
                        file.toString(),
                        "CHANDLER_CONSUL_CACERT",
                        file.toString(),
                        "CHANDLER_CONSUL_CLIENT_CERT",
                        file.toString(),
                        "CHANDLER_CONSUL_CLIENT_KEY",
                        file.toString(),
                        "CHANDLER_CONSUL_TLS_SERVER_NAME",
                        "server.dc1.consul",
                        "CHANDLER_CONSUL_NAMESPACE",
                        "team",
                        "CHANDLER_CONSUL_DATACENTER",
                        "dc2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"consul:8500", "127.0.0.1:8500", "[::1]:8500", "http://a", "https://a:1/below", "unix:///run/s"})
    void anAddressIsOneOfAllKinds(String address) {
        assertThat(variables("--consul-addr", address)).containsValue(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://a", "http://", "http:// a", "a:b", "a:70000", "unix://", "unix://relative"})
    void whatIsNoAddressIsRefusedByTheFlagsName(String address) {
        assertThatThrownBy(() -> variables("--consul-addr", address))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith("--consul-addr is no address of Consul: \"" + address + "\"");
    }

    @Test
    void aPasswordInAWrongAddressIsNotShown() {
        assertThatThrownBy(() -> variables("--consul-addr", "ftp://me:pass@a"))
                .hasMessageContaining("\"ftp://a\"")
                .hasMessageNotContaining("pass");
    }

    @ParameterizedTest
    @CsvSource({
        "--consul-token-file, missing, names no file that is there",
        "--consul-ca-cert, folder, names a folder",
        "--consul-client-cert, '', names no file that is there",
        "--consul-client-key, missing/file, names no file that is there",
        "--consul-namespace, '', needs a name",
        "--consul-datacenter, ' ', needs a name",
        "--consul-tls-server-name, '', needs a name"
    })
    void aWrongValueIsRefusedByTheFlagsName(String flag, String value, String why) throws IOException {
        Files.createDirectory(folder.resolve("folder"));

        assertThatThrownBy(() -> variables(flag, value))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith(flag + " " + why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "plan"})
    void aMistakeIsOfTheCommandLineBeforeTheManifestIsRead(String command) {
        Captured refused = Captured.run(folder, command, "--consul-ca-cert", "missing.pem");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("error: --consul-ca-cert names no file that is there: \"missing.pem\"")
                .doesNotContain("chandler.yml");
    }
}
