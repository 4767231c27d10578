package dev.chandler.core.secret;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What several secrets look like, ready to be found. Immutable. */
final class SecretPatterns {

    /** Nothing to be found. */
    static final SecretPatterns NONE = new SecretPatterns(Map.of(), Map.of(), List.of());

    /** What is shorter would mask ordinary words. */
    static final int SHORTEST_MASKED = 6;

    /** What is shorter is in a file by chance. */
    static final int SHORTEST_SOUGHT = 8;

    /**
     * A long form is masked in pieces of this length, so that nothing longer is ever held back; up to twice that it is
     * one piece.
     */
    private static final int PIECE = 64;

    /** As much of a long form as is looked for: whatever holds it whole holds this. */
    private static final int ENOUGH = 4096;

    private final ByteAutomaton plain;
    private final ByteAutomaton folded;
    private final List<String> names;
    private final int longestFolded;

    private SecretPatterns(Map<ByteBuffer, Integer> plain, Map<ByteBuffer, Integer> folded, List<String> names) {
        this.plain = automaton(plain);
        this.folded = automaton(folded);
        this.names = names;
        this.longestFolded =
                folded.keySet().stream().mapToInt(ByteBuffer::remaining).max().orElse(0);
    }

    private static ByteAutomaton automaton(Map<ByteBuffer, Integer> patterns) {
        List<ByteAutomaton.Sequence> sequences = new ArrayList<>();
        patterns.forEach((bytes, owner) -> sequences.add(new ByteAutomaton.Sequence(bytes, owner)));
        return new ByteAutomaton(sequences);
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        return array;
    }

    /** What must not be seen: whole values, their lines, and words in them; long ones in pieces. */
    static SecretPatterns masking(Collection<SecretValue> secrets) {
        return of(secrets, SHORTEST_MASKED, true, SecretPatterns::pieces);
    }

    /** What must not be kept: whole values, and words in them; not each line, for many are in other files too. */
    static SecretPatterns seeking(Collection<SecretValue> secrets) {
        return of(secrets, SHORTEST_SOUGHT, false, SecretPatterns::beginning);
    }

    private static SecretPatterns of(
            Collection<SecretValue> secrets, int shortest, boolean lines, BiConsumer<byte[], List<byte[]>> cut) {
        if (secrets.isEmpty()) {
            return NONE;
        }
        List<String> names = new ArrayList<>();
        Map<ByteBuffer, Integer> plain = new LinkedHashMap<>();
        Map<ByteBuffer, Integer> folded = new LinkedHashMap<>();
        for (SecretValue secret : secrets) {
            int owner = names.size();
            names.add(secret.name());
            List<byte[]> others = new ArrayList<>(secret.words());
            if (lines) {
                others.addAll(secret.lines());
            }
            for (byte[] whole : secret.wholes()) {
                if (whole.length >= shortest) {
                    SecretForms forms = SecretForms.of(whole);
                    forms.plain().forEach(form -> others.add(array(form)));
                    forms.folded().forEach(form -> add(array(form), owner, cut, folded));
                }
            }
            others.stream().filter(each -> each.length >= shortest).forEach(each -> add(each, owner, cut, plain));
        }
        return new SecretPatterns(plain, folded, List.copyOf(names));
    }

    private static void add(
            byte[] form, int owner, BiConsumer<byte[], List<byte[]>> cut, Map<ByteBuffer, Integer> patterns) {
        List<byte[]> pieces = new ArrayList<>();
        cut.accept(form, pieces);
        pieces.forEach(piece -> patterns.putIfAbsent(ByteBuffer.wrap(piece), owner));
    }

    private static void pieces(byte[] form, List<byte[]> pieces) {
        if (form.length <= 2 * PIECE) {
            pieces.add(form);
            return;
        }
        for (int at = 0; at + PIECE <= form.length; at += PIECE) {
            pieces.add(Arrays.copyOfRange(form, at, at + PIECE));
        }
        pieces.add(Arrays.copyOfRange(form, form.length - PIECE, form.length));
    }

    private static void beginning(byte[] form, List<byte[]> pieces) {
        pieces.add(form.length <= ENOUGH ? form : Arrays.copyOf(form, ENOUGH));
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** Forms that stand as they are. */
    ByteAutomaton plain() {
        return plain;
    }

    /** Forms that may be broken into lines. */
    ByteAutomaton folded() {
        return folded;
    }

    int longestFolded() {
        return longestFolded;
    }

    String name(int owner) {
        return names.get(owner);
    }
}
