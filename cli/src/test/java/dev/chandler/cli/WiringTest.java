package dev.chandler.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.core.trust.Verdict;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the machine's policy does to whoever works there. */
class WiringTest {

    @TempDir
    Path folder;

    @Test
    void asksTheMachinesPolicyAlsoWhereTheUserAllowsEverything() throws IOException {
        Path system = Files.writeString(folder.resolve("system.yml"), "unsigned: user");
        Path own = Files.writeString(folder.resolve("own.yml"), "unsigned: \"*\"");
        motd().writeTo(folder.resolve(".chandler/plugins"));

        try (Wiring wiring = wiring(Optional.of(own), system)) {
            assertThatThrownBy(() -> wiring.plugins().provisioner("motd"))
                    .isInstanceOfSatisfying(
                            PluginException.class,
                            e -> assertThat(e.problems())
                                    .extracting(Problem::code)
                                    .containsExactly("CH-TRUST-010"));
            assertThat(wiring.trust().check("motd", "user", new byte[0], Optional.empty()))
                    .isInstanceOf(Verdict.Unsigned.class);
        }
    }

    @Test
    void asksTheUsersPolicyAlsoWhereTheMachineAllowsEverything() throws IOException {
        Path system = Files.writeString(folder.resolve("system.yml"), "unsigned: \"*\"");
        Path own = Files.writeString(folder.resolve("own.yml"), "unsigned: user");

        try (Wiring wiring = wiring(Optional.of(own), system)) {
            assertThat(wiring.trust()
                            .check("motd", "project", new byte[0], Optional.empty())
                            .refusal())
                    .map(Problem::code)
                    .contains("CH-TRUST-010");
        }
    }

    @Test
    void endsWhereTheMachinesPolicyIsALinkToNowhere() throws IOException {
        Path system = Files.createSymbolicLink(folder.resolve("system.yml"), folder.resolve("nowhere"));

        try (Wiring wiring = wiring(Optional.empty(), system)) {
            assertThatThrownBy(wiring::trust).isInstanceOf(ManifestException.class);
        }
    }

    private Wiring wiring(Optional<Path> policy, Path system) {
        Console console = new Console(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                folder,
                Map.of("HOME", folder.toString()));
        return new Wiring(console, List.of(), policy, system, folder, false, FetchOptions.DEFAULT);
    }

    private static PluginJar motd() {
        return PluginJar.of("motd").provisioner("motd", "org.example.Motd", """
                package org.example;

                public final class Motd implements dev.chandler.api.provision.Provisioner {
                    public String id() { return "motd"; }
                    public String keyVersion() { return "1"; }
                    public dev.chandler.api.provision.PreparedStep prepare(
                            dev.chandler.api.provision.ProvisionRequest request) {
                        return null;
                    }
                }
                """);
    }
}
