package dev.chandler.core.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.core.cache.Preimage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final String OLD = Digest.of("old").toString();
    private static final String NEW = Digest.of("new").toString();

    private static Fields step(String provisioner, Consumer<KeyBuilder> described) {
        Preimage.Builder key =
                Preimage.of("chandler.step.v1").field("parent", "").field("provisioner", provisioner);
        described.accept(key.scoped(provisioner));
        return Fields.read(key.build().text()).orElseThrow();
    }

    private static Fields start(Consumer<Preimage.Builder> described) {
        Preimage.Builder key = Preimage.of("chandler.start.v1");
        described.accept(key);
        return Fields.read(key.build().text()).orElseThrow();
    }

    private static List<String> words(Fields before, Fields after, FileNames names) {
        return Comparison.of(before, after, names).stream().map(ChangeWords::of).toList();
    }

    private static List<String> words(Consumer<KeyBuilder> before, Consumer<KeyBuilder> after) {
        return words(step("copy", before), step("copy", after), FileNames.NONE);
    }

    @Test
    void equalFieldsHaveNoChange() {
        assertThat(words(key -> key.field("a", "1"), key -> key.field("a", "1")))
                .isEmpty();
    }

    @Test
    void theParentIsNoInputOfTheStepsOwn() {
        Fields one =
                Fields.read("format\tx\ntext\tparent\tsha256:1\ntext\ta\t1\n").orElseThrow();
        Fields two =
                Fields.read("format\tx\ntext\tparent\tsha256:2\ntext\ta\t1\n").orElseThrow();

        assertThat(Comparison.of(one, two, FileNames.NONE)).isEmpty();
    }

    @Test
    void anotherProvisionerIsAllThatIsSaid() {
        assertThat(words(
                        step("exec", key -> key.field("command", "a")),
                        step("copy", key -> key.field("to", "/")),
                        FileNames.NONE))
                .containsExactly("provisioner changed");
    }

    @Test
    void oneFileIsNamedAsItIsWritten() {
        assertThat(words(
                        key -> key.field("content of a/b.txt", OLD).field("mode of a/b.txt", "0644"),
                        key -> key.field("content of a/b.txt", NEW).field("mode of a/b.txt", "0600")))
                .containsExactly("content of a/b.txt changed", "mode of a/b.txt changed");
    }

    @Test
    void theFolderThatTheManifestIsInIsNoPartOfNames() {
        assertThat(words(
                        key -> key.field("content of .", Map.of("a", OLD)),
                        key -> key.field("content of .", Map.of("a", NEW))))
                .containsExactly("content of a changed");
        assertThat(words(
                        key -> key.field("content of conf/", Map.of("a", OLD)),
                        key -> key.field("content of conf/", Map.of("a", NEW))))
                .containsExactly("content of conf/a changed");
    }

    @Test
    void anotherFolderIsOtherFiles() {
        assertThat(words(
                        key -> key.field("content of one", Map.of("a", OLD)).field("mode of one", Map.of("a", "0644")),
                        key -> key.field("content of two", Map.of("a", OLD)).field("mode of two", Map.of("a", "0644"))))
                .containsExactly("two/a is new", "one/a is gone");
    }

    @Test
    void aFileThatAProvisionerNamesIsCalledByThat() {
        FileNames names = (field, entry) -> field.equals("script") ? Optional.of("bin/setup.sh") : Optional.empty();

        assertThat(words(
                        step("exec", key -> key.field("script", OLD)),
                        step("exec", key -> key.field("script", NEW)),
                        names))
                .containsExactly("content of bin/setup.sh changed");
    }

    @Test
    void aMapOfAnyMeaningIsNamedByItsEntries() {
        assertThat(words(
                        key -> key.field("vars", Map.of("a", "1", "b", "1")),
                        key -> key.field("vars", Map.of("b", "2", "c", "1"))))
                .containsExactly("vars: a is gone", "vars: b changed", "vars: c is new");
    }

    @Test
    void argumentsAreAListAndComparedAsOne() {
        List<Change> changes = Comparison.of(
                step("exec", key -> key.field("args", List.of("a", "b"))),
                step("exec", key -> key.field("args", List.of("b", "a"))),
                FileNames.NONE);

        assertThat(changes)
                .containsExactly(new Change(
                        Change.Kind.CHANGED, "args", Optional.of("a b"), Optional.of("b a"), Optional.empty()));
    }

    @Test
    void whatAnInstanceIsGivenIsNamedByPlace() {
        assertThat(words(
                        start(key -> key.field("mounts", Map.of("/dev/shm/t", "toolbox sha256:1", "/c", "cache a"))
                                .field("content of /src", OLD)
                                .field("privileged", "true")),
                        start(key -> key.field("mounts", Map.of("/dev/shm/t", "toolbox sha256:2", "/c", "cache b"))
                                .field("content of /src", NEW)
                                .field("dns", List.of("10.0.0.1"))),
                        FileNames.NONE))
                .containsExactly(
                        "mount /c changed",
                        "toolbox changed",
                        "content of mount /src changed",
                        "dns changed",
                        "privileged changed");
    }

    @Test
    void anythingElseThanAPreimageIsNotRead() {
        assertThat(Fields.read("")).isEmpty();
        assertThat(Fields.read("text\ta\tb\n")).isEmpty();
        assertThat(Fields.read("format\tx\nlist\ta\t3\nitem\t1\n")).isEmpty();
        assertThat(Fields.read("format\tx\nmap\ta\tmany\n")).isEmpty();
    }

    @Test
    void allThatIsEscapedIsReadBack() {
        String value = "a\tb\nc\\d\\n";

        assertThat(step("exec", key -> key.field("command", value)).text("exec.command"))
                .isEqualTo(value);
    }
}
