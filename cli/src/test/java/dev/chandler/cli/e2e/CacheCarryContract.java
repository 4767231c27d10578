package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code cache export} has written is found by the next build wherever {@code cache import} brings it, alike on all engines. */
abstract class CacheCarryContract {

    private static final String STEPS = """
            name: NONCE
            install:
              - {name: first, run: echo one, register: said}
              - head -c 100000 /dev/urandom > /two
              - {run: 'echo $SAID > /three', env: {SAID: {from: said}}}
            script:
              - grep one /three
            """;

    abstract Stranger stranger();

    abstract String engine();

    Ended cache(String... args) {
        List<String> all = new ArrayList<>(List.of("cache"));
        all.addAll(List.of(args));
        all.addAll(List.of("--engine", engine()));
        return stranger().runs(all.toArray(String[]::new));
    }

    Built builds() {
        return stranger().builds("--engine", engine());
    }

    void build() {
        stranger().manifest("busybox", STEPS);
        assertThat(builds().ran()).hasSize(4);
    }

    /** Only what this test's builds have used. */
    void prune() {
        assertThat(cache("prune", "--unused-for", "0s").exits(0).out()).contains("removed 3 states");
    }

    void assertAllIsFound() {
        assertThat(stranger().runs("plan", "--engine", engine()).exits(0).out())
                .contains("nothing to run: no instance will be started");
        Built built = builds();
        assertThat(built.hit()).containsExactly("first", "install[1]", "install[2]", "script[0]");
        assertThat(built.instances()).isZero();
        assertThat(stranger().leftNow()).isEmpty();
    }

    private void carry(String place) throws IOException {
        build();
        assertThat(cache("export", place).exits(0).out()).contains("exported 3 states");
        prune();
        stranger().elsewhere("elsewhere");

        assertThat(cache("import", place).exits(0).out()).contains("imported 3 states");

        assertAllIsFound();
        assertThat(cache("import", place).exits(0).out()).contains("imported 0 states", "3 states there already");
    }

    @Test
    void inAFolder() throws IOException {
        carry("oci:carried");

        assertThat(stranger().read("carried/index.json")).contains("dev.chandler.key");
        stranger().manifest("busybox", STEPS.replace("100000", "200000"));
        assertThat(stranger()
                        .runs("why", "install[1]", "--engine", engine())
                        .exits(0)
                        .out())
                .contains("because command changed", "+ head -c 200000");
    }

    @Test
    void inAnArchive() throws IOException {
        carry("oci-archive:carried.tar");
    }

    @Test
    void byARegistry() throws IOException {
        carry("registry:" + Testbed.variable("CHANDLER_TESTBED_REGISTRY") + "/e2e/"
                + stranger().nonce() + ":states");
    }

    /** The second export has what the first has had, and more; nothing that it has no more. */
    @Test
    void anExportTakesThePlaceOfTheOneBefore() throws IOException {
        build();
        cache("export", "oci:carried").exits(0);
        List<String> before = blobs();
        cache("export", "oci:carried").exits(0);
        assertThat(blobs()).isEqualTo(before);
        stranger().manifest("busybox", STEPS.replace("$SAID >", "$SAID more >"));
        builds();

        cache("export", "oci:carried").exits(0);

        assertThat(blobs()).isNotEqualTo(before).hasSameSizeAs(before);
        assertThat(blobs().stream().filter(before::contains))
                .as("what both have")
                .hasSizeGreaterThan(2);
    }

    private List<String> blobs() {
        return Stranger.names(stranger().project().resolve("carried/blobs/sha256")).stream()
                .map(blob -> blob.getFileName().toString())
                .toList();
    }

    @Test
    void whatIsDamagedIsRefusedAndNothingIsKept() throws IOException {
        build();
        cache("export", "oci:carried").exits(0);
        cache("export", "oci-archive:carried.tar").exits(0);
        prune();
        try (Stream<Path> blobs = Files.list(stranger().project().resolve("carried/blobs/sha256"))) {
            Path largest = blobs.max((one, other) ->
                            Long.compare(one.toFile().length(), other.toFile().length()))
                    .orElseThrow();
            flip(largest, Files.size(largest) / 2);
        }
        Path archive = stranger().project().resolve("carried.tar");
        flip(archive, Files.size(archive) / 2);

        cache("import", "oci:carried").exits(3).says("CH-CACHE-013", "damaged");
        cache("import", "oci-archive:carried.tar").exits(3).says("CH-CACHE-013", "what should be");
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.setLength(Files.size(archive) / 2);
        }
        cache("import", "oci-archive:carried.tar").exits(3).says("CH-CACHE-013");
        assertThat(builds().hit()).isEmpty();
    }

    private static void flip(Path path, long at) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(at);
            int value = file.read();
            file.seek(at);
            file.write(value ^ 1);
        }
    }

    @Test
    void whatThePolicyDoesNotLetInIsRefused() {
        build();
        String name = Testbed.variable("CHANDLER_TESTBED_REGISTRY") + "/e2e/"
                + stranger().nonce() + ":states";
        cache("export", "registry:" + name).exits(0);
        prune();
        stranger().file("none.yml", "unsigned: [distribution]\n");
        stranger().file("some.yml", "unsigned: [distribution, \"oci:" + name + "\"]\n");

        cache("import", "registry:" + name, "--policy", "none.yml")
                .exits(3)
                .says("CH-CACHE-018", "allow \"oci:" + name + "\"");
        assertThat(cache("import", "registry:" + name, "--policy", "some.yml")
                        .exits(0)
                        .out())
                .contains("imported 3 states");
    }

    @Test
    void aRegistryThatTakesNothingSaysSo() {
        build();
        cache(
                        "export",
                        "registry:" + Testbed.variable("CHANDLER_TESTBED_REGISTRY_READONLY") + "/e2e/"
                                + stranger().nonce())
                .exits(3);
        assertThat(stranger().leftNow()).isEmpty();
    }

    @Test
    void withoutAStateThereIsNothingToExport() {
        stranger().manifest("busybox", STEPS);

        cache("export", "oci:carried").exits(3).says("CH-CACHE-011", "build it first");

        assertThat(stranger().project().resolve("carried/index.json")).doesNotExist();
    }
}
