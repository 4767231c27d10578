package dev.chandler.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.cli.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code plugin install} from a Maven repository, by a real Maven with settings of its own. */
@Timeout(240)
class PluginMavenTest {

    private static final String SOURCE = "maven:org.example.motd:motd:1.0.0";

    @TempDir
    Path root;

    private Path project;
    private Path jar;
    private Map<String, String> environment = Map.of();

    /** The user's settings name a repository of files; what Maven has itself is lent to a local repository of its own. */
    @BeforeEach
    void prepareMaven() throws IOException {
        project = Files.createDirectories(root.resolve("project"));
        Path repository = Files.createDirectories(root.resolve("remote/org/example/motd/motd/1.0.0"));
        jar = Motd.of("motd", "1.0.0").writeTo(repository);
        Path local = Files.createDirectories(root.resolve("local"));
        Path own = Path.of(System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository"));
        try (Stream<Path> folders = Files.list(own)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                lend(folder, local.resolve(folder.getFileName()));
            }
        }
        Path settings = Files.createDirectories(root.resolve("home/.m2")).resolve("settings.xml");
        Files.writeString(settings, """
                <settings>
                  <profiles>
                    <profile>
                      <id>files</id>
                      <repositories><repository><id>central</id><url>%s</url></repository></repositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>files</activeProfile></activeProfiles>
                </settings>
                """.formatted(root.resolve("remote").toUri()));
        environment = Map.of(
                "PATH", System.getenv("PATH"),
                "JAVA_HOME", System.getProperty("java.home"),
                "MAVEN_OPTS", "-Duser.home=" + root.resolve("home") + " -Dmaven.repo.local=" + local);
    }

    /** A group that many share is a folder of its own, so that what is added to it is not added to the lender's. */
    private static void lend(Path folder, Path to) throws IOException {
        if (!folder.getFileName().toString().equals("org")) {
            Files.createSymbolicLink(to, folder);
            return;
        }
        Files.createDirectories(to);
        try (Stream<Path> groups = Files.list(folder)) {
            for (Path group : groups.filter(Files::isDirectory).toList()) {
                Files.createSymbolicLink(to.resolve(group.getFileName()), group);
            }
        }
    }

    /** Else there is a warning of each link, that what it leads to stays. */
    @AfterEach
    void giveBack() throws IOException {
        try (Stream<Path> all = Files.walk(root.resolve("local"))) {
            for (Path link : all.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    private Captured install(String... args) {
        return Captured.run(
                project,
                environment,
                Stream.concat(Stream.of("plugin", "install"), Arrays.stream(args))
                        .toArray(String[]::new));
    }

    private Path plugins() {
        return project.resolve(".chandler/plugins");
    }

    @Test
    void aPluginIsFoundByTheUsersOwnSettingsAndAgainOffline() throws IOException {
        Files.writeString(jar.resolveSibling("motd-1.0.0.jar.sig"), "c2lnbmF0dXJl");

        Captured run = install(SOURCE);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("installed motd 1.0.0: .chandler/plugins/motd-1.0.0.jar\n");
        assertThat(plugins().resolve("motd-1.0.0.jar")).hasSameBinaryContentAs(jar);
        assertThat(plugins().resolve("motd-1.0.0.jar.sig")).hasContent("c2lnbmF0dXJl");
        assertThat(project.resolve("chandler.lock")).content().contains("source: \"" + SOURCE + "\"");

        Files.move(root.resolve("remote"), root.resolve("gone"));
        Files.delete(plugins().resolve("motd-1.0.0.jar"));
        Captured offline = install(SOURCE, "--offline", "--locked");

        assertThat(offline.err()).isEmpty();
        assertThat(plugins()).isDirectoryContaining("glob:**/motd-1.0.0.jar");
    }

    @Test
    void whatMavenNeverFoundItDoesNotFindOffline() {
        Captured run = install(SOURCE, "--offline");

        assertThat(run.err()).contains("[CH-PLUGIN-036]", SOURCE, "org.example.motd");
        assertThat(run.code()).isEqualTo(3);
        assertThat(plugins()).doesNotExist();
    }

    @Test
    void aFileThatWasChangedInTheRepositoryIsRefused() throws IOException {
        Digest digest = Digest.of(Files.readAllBytes(jar));
        Motd.of("motd", "1.0.0").header("Plugin-Description", "another").writeTo(jar.getParent());

        Captured run = install(SOURCE, "--digest", digest.toString());

        assertThat(run.err()).contains("[CH-PLUGIN-032]", digest.toString());
        assertThat(plugins()).isEmptyDirectory();
        assertThat(project.resolve("chandler.lock")).doesNotExist();
    }

    @Test
    void whereThereIsNoMavenThatIsSaid() {
        Captured run = Captured.run(project, Map.of("PATH", root.toString()), "plugin", "install", SOURCE);

        assertThat(run.err()).contains("there is no \"mvn\" on the PATH", "[CH-PLUGIN-036]");
        assertThat(run.code()).isEqualTo(3);
    }
}
