package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files out of the instance. */
class GetIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void filesOfEachStateAreThereAlsoWhereNothingHasToRun() throws Exception {
        stranger.manifest("busybox", """
                install:
                  - mkdir -p /out/deep && echo early > /out/report && chmod 750 /out/report && ln -s /etc/passwd /out/link
                  - get: {from: /out/report, to: dist/}
                  - echo late > /out/report
                  - get: {from: /out, to: all}
                script:
                  - [echo green > /tmp/coverage, {get: {from: /tmp/coverage, to: reports/coverage.txt}}]
                """);
        Built first = stranger.builds();
        assertThat(first.instances()).isEqualTo(2);
        assertGot();
        for (String name : new String[] {"dist/report", "all/report", "reports/coverage.txt"}) {
            Files.delete(stranger.project().resolve(name));
        }

        Built second = stranger.builds("--no-tests");

        assertThat(second.hit()).containsExactly("install[0]", "install[2]");
        assertThat(second.image()).isEqualTo(first.image());
        assertThat(stranger.daemonEvents(second.id(), "start")).isEmpty();
        assertThat(stranger.read("dist/report")).isEqualTo("early\n");
        assertThat(stranger.read("all/report")).isEqualTo("late\n");
        assertThat(stranger.builds().ran()).contains("script[0]");
        assertGot();
        assertThat(stranger.leftNow()).isEmpty();
    }

    private void assertGot() {
        Path project = stranger.project();
        assertThat(stranger.read("dist/report")).isEqualTo("early\n");
        assertThat(Files.isExecutable(project.resolve("dist/report"))).isTrue();
        assertThat(stranger.read("all/report")).isEqualTo("late\n");
        assertThat(Files.isDirectory(project.resolve("all/deep"))).isTrue();
        assertThat(Files.isSymbolicLink(project.resolve("all/link"))).isTrue();
        assertThat(stranger.read("reports/coverage.txt")).isEqualTo("green\n");
        assertThat(Stranger.names(project))
                .extracting(path -> path.getFileName().toString())
                .filteredOn(name -> !name.equals("chandler.lock"))
                .containsExactly("all", "chandler.yml", "dist", "reports");
    }

    @Test
    void whatIsMissingIsOneAndWhatLeadsOutIsTwo() {
        stranger.manifest("busybox", "install: [{get: {from: /none, to: x}}]\n");
        stranger.runs("build").exits(1).says("CH-GET-005", "there is no /none");

        stranger.manifest("busybox", "install: [{get: {from: /etc/passwd, to: ../x}}]\n");
        stranger.runs("build").exits(2).says("CH-GET-004", "outside of the project");
    }

    @Test
    void filesComeOutOfAnImageWithoutAnything() {
        stranger.file("hello", "hello");
        stranger.manifest(
                "scratch", "install:\n  - copy: {from: hello, to: /a/}\n  - get: {from: /a/hello, to: back}\n");

        stranger.runs("build").exits(0);

        assertThat(stranger.read("back")).isEqualTo("hello");
    }
}
