package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageProductsTest {

    private static final Platform AMD64 = new Platform("linux", "amd64", "");

    private static String sum(String text) {
        return Digest.of(text).hex();
    }

    private static String meta(String more) {
        return "\"lxd.tar.xz\":{\"ftype\":\"lxd.tar.xz\",\"size\":10," + more + "}";
    }

    private static final String SQUASHFS = "\"root.squashfs\":{\"ftype\":\"squashfs\",\"size\":200}";
    private static final String XZ = "\"root.tar.xz\":{\"ftype\":\"root.tar.xz\",\"size\":100}";

    private static JsonObject product(String aliases, String arch, String... versions) {
        return JsonParser.parseString("{\"aliases\":\"" + aliases + "\",\"arch\":\"" + arch + "\",\"versions\":{"
                        + String.join(",", versions) + "}}")
                .getAsJsonObject();
    }

    private static String version(String name, String... items) {
        return "\"" + name + "\":{\"items\":{" + String.join(",", items) + "}}";
    }

    private static String squashfs(String version, String image) {
        return version(version, meta("\"combined_squashfs_sha256\":\"" + sum(image) + "\""), SQUASHFS);
    }

    private static Optional<String> newest(String name, JsonObject... products) {
        return ImageProducts.newest(List.of(products), name, AMD64).map(LxdImage::fingerprint);
    }

    @Test
    void theNewestVersionOfTheAliasForThePlatformIsTaken() {
        JsonObject twelve = product(
                "debian/12,debian/bookworm",
                "amd64",
                squashfs("20260102_05:24", "new"),
                squashfs("20260101_05:24", "old"));
        JsonObject arm = product("debian/12", "arm64", squashfs("20260109_05:24", "arm"));
        JsonObject eleven = product("debian/11", "amd64", squashfs("20260109_05:24", "other"));

        for (String alias : List.of(
                "debian/12", "debian/bookworm", "debian/12/amd64", sum("new").substring(0, 12))) {
            assertThat(newest(alias, arm, twelve, eleven)).as(alias).contains(sum("new"));
        }
        assertThat(newest(sum("old"), arm, twelve, eleven)).contains(sum("old"));
        assertThat(newest("debian", arm, twelve, eleven)).isEmpty();
        assertThat(newest("debian/12/arm64", arm, twelve, eleven)).isEmpty();
    }

    @Test
    void aFileSystemThatNeedsNoUnpackingComesFirst() {
        String both = meta("\"combined_squashfs_sha256\":\"" + sum("squashfs") + "\",\"combined_rootxz_sha256\":\""
                + sum("xz") + "\",\"combined_sha256\":\"" + sum("older") + "\"");

        assertThat(newest("a", product("a", "amd64", version("1", both, XZ, SQUASHFS))))
                .contains(sum("squashfs"));
        assertThat(newest("a", product("a", "amd64", version("1", both, XZ)))).contains(sum("xz"));
        assertThat(newest(
                        "a",
                        product("a", "amd64", version("1", meta("\"combined_sha256\":\"" + sum("older") + "\""), XZ))))
                .contains(sum("older"));
        assertThat(ImageProducts.newest(List.of(product("a", "amd64", version("1", both, SQUASHFS))), "a", AMD64))
                .hasValueSatisfying(image -> assertThat(image.sizeBytes()).isEqualTo(210));
    }

    @Test
    void whatIsNoContainerIsPassedOver() {
        String disk = "\"disk.qcow2\":{\"ftype\":\"disk-kvm.img\"}";

        assertThat(newest(
                        "a",
                        product(
                                "a",
                                "amd64",
                                version("3", disk),
                                version("2", meta("\"combined_disk-kvm-img_sha256\":\"" + sum("x") + "\""), disk),
                                squashfs("1", "container"))))
                .contains(sum("container"));
        assertThat(newest(
                        "a",
                        product("a", "amd64", version("1", meta("\"combined_squashfs_sha256\":\"../..\""), SQUASHFS))))
                .isEmpty();
        assertThat(newest("a", new JsonObject())).isEmpty();
    }
}
