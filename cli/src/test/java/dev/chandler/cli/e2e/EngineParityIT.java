package dev.chandler.cli.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What LXD makes of a manifest is what Docker makes of it, from the same root file system: every file with its kind, mode,
 * owner, links, content and capabilities, and the config, null and empty kept apart.
 *
 * <p>Both images are looked at by Docker, which loads the archive that LXD's gives. The cases are those that Chandler is
 * held against {@code docker build} by ({@link ParityCase}).
 */
class EngineParityIT {

    private static final String ROOTFS =
            requireNonNull(System.getenv("CHANDLER_TESTBED_BUSYBOX_ROOTFS"), "testbed/up busybox");

    /**
     * Of the cases those that are about what an engine does, and not about how files of the client are chosen; without
     * those of which README.md says that they differ: copy-owner, device-nodes, large-ids, left-running, managed-files,
     * user-with-another-group.
     */
    private static final Set<String> CASES = Set.of(
            "author",
            "copy-folder",
            "copy-into-workdir",
            "copy-links",
            "copy-over-what-is-there",
            "copy-set-id",
            "copy-through-a-link",
            "copy-to-root",
            "copy-unusual-names",
            "entrypoint-empty-and-cmd",
            "environment",
            "file-to-folder-and-back",
            "folder-to-link",
            "hard-links",
            "hard-links-over-steps",
            "healthcheck-shell",
            "home-of-its-own",
            "long-link",
            "long-names",
            "newlines-in-names",
            "not-utf8-names",
            "nothing",
            "onbuild",
            "only-modes-and-owners",
            "path",
            "pipes",
            "removed",
            "replaced",
            "scratch",
            "set-id");

    @RegisterExtension
    final Stranger stranger = Stranger.withLxd();

    static List<ParityCase> cases() {
        return ParityCase.all().filter(each -> CASES.contains(each.name())).toList();
    }

    @Test
    void thereAreCases() {
        assertThat(cases()).hasSize(CASES.size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theImageIsTheSame(ParityCase parity) {
        prepare(parity);

        assertTheSame();
    }

    private void prepare(ParityCase parity) {
        stranger.manifest(parity.manifest().replace("base: busybox\n", "base: {rootfs: " + ROOTFS + "}\n"));
        parity.setup()
                .ifPresent(script -> stranger.startsCommand(
                                stranger.project(), List.of("sh", "-ec", "umask 022\n" + script))
                        .ended()
                        .exits(0));
    }

    private void assertTheSame() {
        String lxd = stranger.image() + "-lxd";
        stranger.runs("build", "--engine", "docker", "--tag", stranger.image()).exits(0);
        // Beside the project, so that it isn't in what is copied.
        stranger.runs("build", "--engine", "lxd", "--tag", lxd, "--output", "docker-archive:../lxd.tar")
                .exits(0);
        Docker.docker("load", "-i", stranger.root().resolve("lxd.tar").toString());

        WholeImage docker = WholeImage.of(stranger.image(), stranger.root());
        assertThat(docker.differences(WholeImage.of(lxd, stranger.root()))).isEmpty();
    }
}
