package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the first process does with the link to the tools, in this machine's shell. */
@Timeout(20)
class FirstProcessLinkTest {

    @TempDir
    Path folder;

    private Process shell;
    private BufferedReader answers;
    private Path link;
    private Path tools;

    @BeforeEach
    void start() throws IOException {
        tools = Files.createDirectory(folder.resolve("toolbox"));
        link = folder.resolve("tools");
        shell = new ProcessBuilder(List.of("/bin/sh", "-c", FirstProcess.script())).start();
        answers = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
        send("token");
    }

    @AfterEach
    void end() throws Exception {
        shell.getOutputStream().close();
        shell.waitFor();
    }

    private String said(String verb) throws IOException {
        send("1 " + verb + " " + link + " " + tools);
        return answers.readLine();
    }

    private void send(String line) throws IOException {
        OutputStream words = shell.getOutputStream();
        words.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        words.flush();
    }

    @Test
    void putsItInAndTakesItOut() throws IOException {
        assertThat(said("link")).isEqualTo("token 1 some");
        assertThat(link.toRealPath()).isEqualTo(tools.toRealPath());
        assertThat(said("link")).isEqualTo("token 1 some");

        assertThat(said("unlink")).isEqualTo("token 1 none");
        assertThat(link).doesNotExist();
        assertThat(said("unlink")).isEqualTo("token 1 none");
        assertThat(said("link")).isEqualTo("token 1 some");
    }

    @Test
    void leavesWhatIsThereAlone() throws IOException {
        Files.createDirectory(link);

        assertThat(said("link")).isEqualTo("token 1 none");
        assertThat(said("unlink")).isEqualTo("token 1 none");

        assertThat(link).isDirectory();
        assertThat(tools).isEmptyDirectory();
    }

    @Test
    void leavesALinkThatLeadsNowhere() throws IOException {
        Files.createSymbolicLink(link, folder.resolve("nowhere"));

        assertThat(said("link")).isEqualTo("token 1 none");
        assertThat(said("unlink")).isEqualTo("token 1 none");

        assertThat(Files.readSymbolicLink(link)).isEqualTo(folder.resolve("nowhere"));
    }

    @Test
    void leavesALinkToTheToolsThatItHasNotMade() throws IOException {
        Files.createSymbolicLink(link, tools);

        assertThat(said("unlink")).isEqualTo("token 1 none");

        assertThat(link).isSymbolicLink();
    }

    @Test
    void leavesWhatHasTakenItsPlace() throws IOException {
        said("link");
        Files.delete(link);
        Files.createSymbolicLink(link, folder);

        assertThat(said("unlink")).isEqualTo("token 1 none");

        assertThat(Files.readSymbolicLink(link)).isEqualTo(folder);
    }

    @Test
    void prefersTheToolboxsBusyboxAndBelievesOnlyWhatItSees() throws IOException {
        Path liar = Files.writeString(tools.resolve("busybox"), "#!/bin/sh\n: >" + folder.resolve("asked") + "\n");
        assertThat(liar.toFile().setExecutable(true)).isTrue();

        assertThat(said("link")).isEqualTo("token 1 some");
        assertThat(folder.resolve("asked")).exists();
        assertThat(said("unlink")).isEqualTo("token 1 none");
        assertThat(link).doesNotExist();
    }
}
