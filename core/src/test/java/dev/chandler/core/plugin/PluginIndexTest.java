package dev.chandler.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginIndexTest {

    @TempDir
    Path folder;

    @TempDir
    Path cache;

    @Test
    void doesNotOpenAJarThatHasNotChanged() throws IOException {
        Path jar = drop("motd");
        List<PluginDescriptor> before = list();

        spoil(jar);

        assertThat(list()).isEqualTo(before);
        assertThat(before).extracting(PluginDescriptor::state).containsExactly(PluginState.READY);
    }

    @Test
    void opensNoneOfFiftyThatHaveNotChanged() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int at = 0; at < 50; at++) {
            String id = "plugin-" + at;
            PluginJar plugin = PluginJar.of(id).provisioner(id, "org.example.Motd", Sources.provisioner("Motd", id));
            files.add(at % 5 == 0 ? plugin.zipTo(folder) : plugin.writeTo(folder));
        }
        List<Path> opened = new ArrayList<>();
        PluginIndex.Opener counted = file -> {
            opened.add(file);
            return JarReader.read(file);
        };
        PluginIndex first = PluginIndex.load(index(), counted);
        files.forEach(first::facts);
        first.save();
        assertThat(opened).hasSize(50);
        opened.clear();

        PluginIndex second = PluginIndex.load(index(), counted);
        files.forEach(second::facts);

        assertThat(opened).isEmpty();
        assertThat(list()).hasSize(50).extracting(PluginDescriptor::state).containsOnly(PluginState.READY);
    }

    @Test
    void opensAJarOfAnotherTime() throws IOException {
        Path jar = drop("motd");
        list();

        spoil(jar);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

        assertThat(list()).extracting(PluginDescriptor::state).containsExactly(PluginState.REFUSED);
    }

    @Test
    void opensAJarOfAnotherSize() throws IOException {
        Path jar = drop("motd");
        list();
        FileTime time = Files.getLastModifiedTime(jar);

        Files.writeString(jar, "no jar");
        Files.setLastModifiedTime(jar, time);

        assertThat(list()).extracting(PluginDescriptor::state).containsExactly(PluginState.REFUSED);
    }

    @Test
    void remembersARefusalWordForWord() throws IOException {
        PluginJar.of("motd").header("Plugin-Requires", ">=7.0.0").writeTo(folder);
        List<PluginDescriptor> before = list();

        assertThat(list()).isEqualTo(before);
        assertThat(before).extracting(PluginDescriptor::state).containsExactly(PluginState.REFUSED);
    }

    @Test
    void startsAnewWhereTheIndexIsBrokenAnywhere() throws IOException {
        drop("motd");
        List<PluginDescriptor> before = list();
        byte[] whole = Files.readAllBytes(index());
        assertThat(whole).isNotEmpty();

        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x40;
            Files.write(index(), flipped);
            assertThat(list()).isEqualTo(before);
        }
    }

    @Test
    void startsAnewWhereTheIndexIsCutShort() throws IOException {
        drop("motd");
        List<PluginDescriptor> before = list();
        byte[] whole = Files.readAllBytes(index());

        for (int length = 0; length < whole.length; length += 7) {
            Files.write(index(), Arrays.copyOf(whole, length));
            assertThat(list()).isEqualTo(before);
        }
    }

    @Test
    void believesNothingThatAnotherApiWasHeldAgainst() throws IOException {
        drop("motd");
        list();
        byte[] content = Files.readAllBytes(index());

        assertThat(IndexFormat.decode(content, "0.1.0")).hasSize(1);
        assertThat(IndexFormat.decode(content, "0.2.0")).isEmpty();
    }

    @Test
    void worksWithoutAPlaceForTheIndex() throws IOException {
        drop("motd");
        Files.writeString(cache.resolve("file"), "in the way");

        try (PluginHost host = open(cache.resolve("file").resolve("plugins.index"))) {
            assertThat(host.provisioner("motd")).isPresent();
        }
    }

    @Test
    void leavesNothingBesideTheIndex() throws IOException {
        drop("motd");
        list();
        drop("more");
        list();

        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files).containsExactly(index());
        }
    }

    @Test
    void forgetsAJarThatIsGone() throws IOException {
        Path jar = drop("motd");
        list();
        Files.delete(jar);
        drop("more");
        list();

        assertThat(IndexFormat.decode(Files.readAllBytes(index()), "0.1.0").keySet())
                .containsExactly(folder.resolve("more-1.0.0.jar"));
    }

    private Path drop(String id) {
        return PluginJar.of(id)
                .provisioner(id, "org.example.Motd", Sources.provisioner("Motd", id))
                .writeTo(folder);
    }

    /** Takes the jar's content away, but neither its size nor its time. */
    private static void spoil(Path jar) throws IOException {
        FileTime time = Files.getLastModifiedTime(jar);
        Files.write(jar, new byte[(int) Files.size(jar)]);
        Files.setLastModifiedTime(jar, time);
    }

    private List<PluginDescriptor> list() {
        try (PluginHost host = open(index())) {
            return host.plugins();
        }
    }

    private Path index() {
        return cache.resolve("plugins.index");
    }

    private PluginHost open(Path index) {
        return PluginHost.open(new PluginSources(
                List.of(), List.of(new PluginFolder(folder, "a test", true)), index, cache.resolve("plugins")));
    }
}
