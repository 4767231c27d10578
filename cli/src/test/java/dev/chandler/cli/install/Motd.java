package dev.chandler.cli.install;

import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The plugin that is installed in these tests, with a provisioner of its own name. */
public final class Motd {

    private Motd() {}

    /** Writes {@code ID-VERSION.jar} to a folder. */
    public static Path jar(Path folder, String id, String version) {
        return of(id, version).writeTo(folder, id + "-" + version + ".jar", content -> content);
    }

    /** The plugin. */
    public static PluginJar of(String id, String version) {
        return PluginJar.of(id)
                .provisioner(id, "org.example.Motd", """
                        package org.example;

                        import dev.chandler.api.cache.KeyBuilder;
                        import dev.chandler.api.provision.*;

                        public final class Motd implements Provisioner {
                            public String id() { return "%s"; }
                            public String keyVersion() { return "1"; }
                            public PreparedStep prepare(ProvisionRequest request) {
                                return new PreparedStep() {
                                    public String title() { return "motd"; }
                                    public void describe(KeyBuilder key) {}
                                    public void run(StepContext context) {}
                                };
                            }
                        }
                        """.formatted(id))
                .header("Plugin-Version", version);
    }

    /** Writes a manifest with a step of it. */
    public static void manifest(Path project, String id) {
        try {
            Files.createDirectories(project);
            Files.writeString(project.resolve("chandler.yml"), "base: busybox\ninstall:\n  - " + id + ": hello\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
