package dev.chandler.cli.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Modules in git repositories, by the git that is on the PATH. */
@Timeout(120)
class ModuleGitTest {

    @TempDir
    Path root;

    private Path work;
    private Path team;
    private String url;

    @BeforeEach
    void begin() throws IOException, InterruptedException {
        work = Files.createDirectories(root.resolve("work"));
        team = Files.createDirectories(root.resolve("team"));
        git("init", "--quiet", "--initial-branch=main");
        ModuleText.write(work.resolve("nginx"), "web/nginx", "1.2.0", "");
        commit("v1.2.0");
        url = "git+file://" + root.resolve("bare.git");
        publish();
    }

    private String git(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("git", "-c", "user.name=me", "-c", "user.email=me@example.org", "-c", "commit.gpgsign=false"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", root.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    private String commit(String tag) throws IOException, InterruptedException {
        git("add", "--all");
        git("commit", "--quiet", "--message", tag);
        git("tag", tag);
        return git("rev-parse", "HEAD");
    }

    private void publish() throws IOException, InterruptedException {
        git("clone", "--quiet", "--bare", ".", root.resolve("bare.git").toString());
    }

    private void push() throws IOException, InterruptedException {
        git("push", "--quiet", "--tags", root.resolve("bare.git").toString(), "HEAD");
    }

    private Captured run(String... args) {
        return Captured.run(
                team,
                Map.of("PATH", System.getenv("PATH")),
                Stream.concat(Stream.of("module"), Arrays.stream(args)).toArray(String[]::new));
    }

    private static void fails(Captured run, int exit, String code, String words) {
        assertThat(run.err()).contains("[" + code + "]").contains(words);
        assertThat(run.code()).isEqualTo(exit);
    }

    private String release(String version, String tag) throws IOException, InterruptedException {
        ModuleText.write(work.resolve("nginx"), "web/nginx", version, "");
        String commit = commit(tag);
        push();
        return commit;
    }

    @Test
    void aFolderAtATagIsFetchedAndRecordedByItsCommit() throws Exception {
        String commit = git("rev-parse", "HEAD");

        Captured info = run("info", url + "#v1.2.0:nginx", "--json");

        assertThat(info.err()).isEmpty();
        assertThat(info.out())
                .contains("\"name\": \"web/nginx\"")
                .contains("\"source\": \"" + url + "#v1.2.0:nginx@" + commit + "\"");
    }

    @Test
    void theDigestIsThatOfTheFolder() throws Exception {
        Captured pulled = run("pull", url + "#main:nginx");
        Captured packed = Captured.run(work.resolve("nginx"), "module", "pack", "-o", "../x.tar");

        assertThat(pulled.err()).isEmpty();
        assertThat(pulled.out()).isEqualTo("web/nginx 1.2.0 " + packed.out().replaceFirst("  .*\n", "") + "\n");
    }

    @Test
    void aCommitIsFetchedAlsoWhenNoNameLeadsToItAnyMore() throws Exception {
        String commit = git("rev-parse", "HEAD");
        release("1.3.0", "v1.3.0");

        assertThat(run("pull", url + "#" + commit + ":nginx").out()).startsWith("web/nginx 1.2.0 ");
        assertThat(run("pull", url + "#" + commit.substring(0, 12) + ":nginx").out())
                .startsWith("web/nginx 1.2.0 ");
    }

    @Test
    void withoutARefVersionsAreTags() throws Exception {
        release("1.3.0", "v1.3.0");
        release("2.0.0-rc1", "v2.0.0-rc1");
        git("tag", "nonsense");
        push();

        assertThat(run("pull", url + "#:nginx").out()).startsWith("web/nginx 1.3.0 ");
    }

    @Test
    void tagsThatNameTheModuleAreItsOwn() throws Exception {
        git("tag", "v9.0.0");
        git("tag", "other-v8.0.0");
        git("tag", "other/v7.0.0");
        release("1.4.0", "nginx-v1.4.0");
        release("1.5.0", "nginx/1.5.0");

        assertThat(run("pull", url + "#:nginx").out()).startsWith("web/nginx 1.5.0 ");
    }

    @Test
    void aTagThatNamesAnotherVersionIsRefused() throws Exception {
        git("tag", "v3.0.0");
        push();

        fails(run("pull", url + "#:nginx"), 3, "CH-MODULE-059", "1.2.0");
    }

    @Test
    void whatWasFetchedIsThereOffline() throws Exception {
        run("pull", url + "#main:nginx");
        Files.move(root.resolve("bare.git"), root.resolve("gone.git"));

        assertThat(run("pull", url + "#main:nginx", "--offline").out()).startsWith("web/nginx 1.2.0 ");
        fails(run("pull", url + "#main:nginx"), 3, "CH-MODULE-049", "ls-remote");
        assertThat(run("pull", url + "#v1.2.0:nginx", "--offline").code()).isEqualTo(3);
    }

    @Test
    void aBranchThatIsNotThereIsSaid() {
        fails(run("pull", url + "#nowhere:nginx"), 3, "CH-MODULE-049", "nowhere");
        fails(run("pull", url + "#main:nowhere"), 3, "CH-MODULE-045", "no folder \"nowhere\"");
        fails(run("pull", url + "#main"), 3, "CH-MODULE-045", "module.yml");
    }

    @Test
    void aLinkInARepositoryIsRefused() throws Exception {
        Files.createSymbolicLink(work.resolve("nginx/passwd"), Path.of("/etc/passwd"));
        commit("v1.2.1");
        push();

        fails(run("pull", url + "#v1.2.1:nginx"), 3, "CH-MODULE-041", "\"passwd\" is a symbolic link");
    }

    @Test
    void aSubmoduleIsSaid() throws Exception {
        git(
                "-c",
                "protocol.file.allow=always",
                "submodule",
                "--quiet",
                "add",
                root.resolve("bare.git").toString(),
                "nginx/other");
        commit("v1.2.1");
        push();

        fails(run("pull", url + "#v1.2.1:nginx"), 3, "CH-MODULE-050", "\"other\" is a submodule");
    }

    @Test
    void aPointerOfGitLfsIsSaid() throws Exception {
        Files.writeString(
                work.resolve("nginx/large"), "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n");
        commit("v1.2.1");
        push();

        fails(run("pull", url + "#v1.2.1:nginx"), 3, "CH-MODULE-050", "Git LFS");
    }

    @Test
    void nothingOfTheUsersSettingsForTheirOwnWorkChangesWhatComes() throws Exception {
        Files.writeString(work.resolve("nginx/.gitattributes"), "motd filter=loud export-subst\nfiles/motd eol=crlf\n");
        commit("v1.2.1");
        push();
        Files.writeString(
                team.resolve(".gitconfig"),
                "[filter \"loud\"]\n\tsmudge = touch " + root.resolve("ran")
                        + "\n[core]\n\tautocrlf = true\n\thooksPath = " + team + "\n");

        assertThat(run("pull", url + "#v1.2.1:nginx", "--to", "x").err()).isEmpty();

        assertThat(team.resolve("x/files/motd")).hasContent("motd of 1.2.0\n");
        assertThat(root.resolve("ran")).doesNotExist();
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        for (String wrong : new String[] {"ngnix", "nginx/module.yml"}) {
            Captured run = run("pull", url + "#v1.2.0:" + wrong);

            fails(run, 3, "CH-MODULE-045", "there is no folder \"" + wrong + "\" at the commit ");
            assertThat(run.err()).doesNotContain("fatal", "ls-tree");
        }
    }

    @Test
    void aPolicyIsSaidToHaveToLetInWhatCannotBeSigned() throws IOException {
        Files.createDirectories(team.resolve(".config/chandler"));
        Path policy = Files.writeString(team.resolve(".config/chandler/policy.yml"), "unsigned: [user]\n");
        String reference = url + "#v1.2.0:nginx";

        fails(run("pull", reference), 3, "CH-TRUST-010", "allow \"" + reference + "\" under \"unsigned:\"");

        Files.writeString(policy, "unsigned: ['" + reference + "']\n");
        assertThat(run("pull", reference).err()).isEmpty();
    }

    @Test
    void aUrlThatIsAnOptionOrAProgramIsNone() {
        fails(run("pull", "git+--upload-pack=touch x#main"), 2, "CH-MODULE-020", "means no module");
        fails(run("pull", "git+ext::sh -c id#main"), 2, "CH-MODULE-020", "means no module");
        fails(run("pull", url + "#--upload-pack=x:nginx"), 2, "CH-MODULE-020", "means no module");
        fails(run("pull", "git+http://example.org/x.git#main"), 2, "CH-MODULE-051", "--insecure example.org");
    }

    @Test
    void withoutGitThatIsSaid() {
        Captured run = Captured.run(team, Map.of("PATH", "/nowhere"), "module", "pull", url + "#main:nginx");

        fails(run, 3, "CH-MODULE-048", "no \"git\" on the PATH");
    }
}
