package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A plugin's step whose result depends on something outside, here on files beside the project. */
class ObservedIT {

    private static final String SOURCE = """
            package org.example;

            import dev.chandler.api.cache.*;
            import dev.chandler.api.problem.*;
            import dev.chandler.api.provision.*;
            import java.io.*;
            import java.nio.file.*;
            import java.util.*;

            public final class Outside implements Provisioner {
                public String id() { return "outside"; }
                public String keyVersion() { return "1"; }

                public PreparedStep prepare(ProvisionRequest request) {
                    String name = request.settings().text();
                    Path values = Path.of(request.clientEnvironment().get("OUTSIDE"));
                    String greeting = request.variables().get("greeting");
                    return new PreparedStep() {
                        public String title() { return "outside " + name; }
                        public boolean observes() { return true; }

                        public void describe(KeyBuilder key) {
                            key.field("name", name);
                            key.field("greeting", greeting);
                        }

                        public Map<String, Digest> observe(List<String> names) {
                            Map<String, Digest> answers = new HashMap<>();
                            names.forEach(each -> answers.put(each, Digest.of(value())));
                            return answers;
                        }

                        public void run(StepContext context) throws InterruptedException {
                            String value = value();
                            context.observed("value " + name, Digest.of(value));
                            context.communicator().run(
                                    context.command(List.of("/bin/sh", "-c", "echo \\"$0 $1\\" >/value", greeting, value)).build(),
                                    context.output());
                        }

                        private String value() {
                            try {
                                return Files.readString(values.resolve(name));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        }
                    };
                }
            }
            """;

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void aStepRunsAgainWhenWhatItHasReadIsAnother() throws IOException {
        Path outside = Files.createDirectories(stranger.root().resolve("outside"));
        stranger.with("OUTSIDE", outside.toString());
        PluginJar.of("outside")
                .provisioner("outside", "org.example.Outside", SOURCE)
                .writeTo(stranger.project().resolve(".chandler/plugins"));
        stranger.manifest(
                "busybox",
                "vars: {greeting: hello}\ninstall: [touch /first, outside: app/port, cp /value /copy]\nscript: [cmp /value /copy]\n");
        Files.writeString(Files.createDirectories(outside.resolve("app")).resolve("port"), "8080");

        Built first = stranger.builds();
        Built second = stranger.builds();
        Files.writeString(outside.resolve("app/port"), "9090");
        String plan = stranger.runs("plan").exits(0).out();
        Built third = stranger.builds();
        Files.writeString(outside.resolve("app/port"), "8080");
        Built fourth = stranger.builds();

        assertThat(first.ran()).contains("install[1]");
        assertThat(second.instances()).isZero();
        assertThat(plan).contains("because value app/port changed");
        assertThat(third.hit()).containsExactly("install[0]");
        assertThat(fourth.instances()).isZero();
        assertThat(Docker.inImage(stranger.image(), "cat", "/copy")).isEqualTo("hello 8080");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(stranger.state().resolve("user-key/key"))))
                .isEqualTo("rw-------");
    }
}
