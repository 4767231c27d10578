package dev.chandler.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PreimageTest {

    @Test
    void keepsItsFormatForEver() {
        Preimage preimage = Preimage.of("chandler.step.v1")
                .field("text", "a\tb\nc\\d")
                .field("list", List.of("x", "y"))
                .field("map", Map.of("k2", "v2", "k1", "v1"))
                .build();

        assertThat(preimage.text().lines())
                .containsExactly(
                        "format\tchandler.step.v1",
                        "text\ttext\ta\\tb\\nc\\\\d",
                        "list\tlist\t2",
                        "item\tx",
                        "item\ty",
                        "map\tmap\t2",
                        "entry\tk1\tv1",
                        "entry\tk2\tv2");
        assertThat(preimage.key()).isEqualTo(Digest.of(preimage.text()));
    }

    @Test
    void tellsApartWhatOnlyLooksAlike() {
        Stream<Preimage> alike = Stream.of(
                Preimage.of("f").field("a", "b\nitem\tc").build(),
                Preimage.of("f").field("a", List.of("b", "c")).build(),
                Preimage.of("f").field("a", List.of("b\nitem\tc")).build(),
                Preimage.of("f").field("a", List.of("b\tc")).build(),
                Preimage.of("f").field("a", Map.of("b", "c")).build(),
                Preimage.of("f").field("a", List.of()).field("b", "c").build(),
                Preimage.of("f").field("a", "").field("b", "c").build(),
                Preimage.of("f").field("a\tb", "c").build(),
                Preimage.of("f\na").field("b", "c").build());

        assertThat(alike.map(Preimage::key).distinct()).hasSize(9);
    }

    @Test
    void doesNotMindTheOrderOfAMap() {
        Map<String, String> forth = new LinkedHashMap<>();
        forth.put("a", "1");
        forth.put("b", "2");
        Map<String, String> back = new LinkedHashMap<>();
        back.put("b", "2");
        back.put("a", "1");

        assertThat(Preimage.of("f").field("m", forth).build().key())
                .isEqualTo(Preimage.of("f").field("m", back).build().key());
    }

    @Test
    void keepsTheNamesOfAScopeApartFromItsOwn() {
        Preimage.Builder preimage = Preimage.of("f").field("user", "ours");
        preimage.scoped("exec")
                .field("user", "theirs")
                .field("env", List.of("a"))
                .field("m", Map.of("k", "v"));
        preimage.field("env", Map.of());

        assertThat(preimage.build().text().lines())
                .containsExactly(
                        "format\tf",
                        "text\tuser\tours",
                        "text\texec.user\ttheirs",
                        "list\texec.env\t1",
                        "item\ta",
                        "map\texec.m\t1",
                        "entry\tk\tv",
                        "map\tenv\t0");
        assertThatThrownBy(() -> preimage.field("exec.user", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTheSameFieldTwice() {
        assertThatThrownBy(() -> Preimage.of("f").field("a", "1").field("a", "2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a");
    }
}
