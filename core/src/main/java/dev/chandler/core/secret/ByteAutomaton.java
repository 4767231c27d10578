package dev.chandler.core.secret;

import java.nio.ByteBuffer;
import java.util.Collection;

/**
 * Finds many byte sequences in one pass over a stream, after Aho and Corasick.
 *
 * <p>A state stands for the longest end of what was read that is the beginning of a sequence; 0 for none. Time is linear
 * in the stream whatever is looked for. Immutable.
 */
final class ByteAutomaton {

    /**
     * What is looked for.
     *
     * @param bytes at least one
     * @param owner tells whose it is
     */
    record Sequence(ByteBuffer bytes, int owner) {}

    private final int[] root = new int[256];
    private final int[] second = new int[256 * 256];
    private final byte[] label;
    private final int[] firstChild;
    private final int[] sibling;
    private final int[] shorter;
    private final int[] depth;
    private final int[] longest;
    private final int[] owner;
    private int size = 1;

    ByteAutomaton(Collection<Sequence> sequences) {
        int most = 1
                + sequences.stream().mapToInt(each -> each.bytes().remaining()).sum();
        label = new byte[most];
        firstChild = new int[most];
        sibling = new int[most];
        shorter = new int[most];
        depth = new int[most];
        longest = new int[most];
        owner = new int[most];
        sequences.forEach(this::add);
        link();
    }

    private void add(Sequence sequence) {
        int state = 0;
        ByteBuffer bytes = sequence.bytes();
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            byte each = bytes.get(i);
            int child = child(state, each);
            state = child == 0 ? grown(state, each) : child;
        }
        longest[state] = depth[state];
        owner[state] = sequence.owner();
    }

    private int grown(int state, byte each) {
        int child = size++;
        label[child] = each;
        depth[child] = depth[state] + 1;
        sibling[child] = firstChild[state];
        firstChild[state] = child;
        if (state == 0) {
            root[each & 0xff] = child;
        } else if (depth[state] == 1) {
            second[pair(label[state], each)] = child;
        }
        return child;
    }

    /** Breadth first, so that what is shorter is linked before what needs it. */
    private void link() {
        int[] queue = new int[size];
        int end = 1;
        for (int next = 0; next < end; next++) {
            int state = queue[next];
            for (int child = firstChild[state]; child != 0; child = sibling[child]) {
                queue[end++] = child;
                shorter[child] = state == 0 ? 0 : next(shorter[state], label[child]);
                if (longest[child] == 0) {
                    longest[child] = longest[shorter[child]];
                    owner[child] = owner[shorter[child]];
                }
            }
        }
    }

    private int child(int state, byte each) {
        if (state == 0) {
            return root[each & 0xff];
        }
        // Near the root there may be many, and there it is that most time is spent.
        if (depth[state] == 1) {
            return second[pair(label[state], each)];
        }
        int child = firstChild[state];
        while (child != 0 && label[child] != each) {
            child = sibling[child];
        }
        return child;
    }

    private static int pair(byte first, byte then) {
        return 256 * (first & 0xff) + (then & 0xff);
    }

    int next(int state, byte each) {
        int from = state;
        while (from != 0) {
            int child = child(from, each);
            if (child != 0) {
                return child;
            }
            from = shorter[from];
        }
        return root[each & 0xff];
    }

    /** How many of the last bytes may be the beginning of a sequence. */
    int depth(int state) {
        return depth[state];
    }

    /** The length of the longest sequence that ends here; 0 for none. */
    int longest(int state) {
        return longest[state];
    }

    /** Whose that is. */
    int owner(int state) {
        return owner[state];
    }
}
