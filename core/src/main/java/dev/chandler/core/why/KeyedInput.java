package dev.chandler.core.why;

import dev.chandler.core.cache.Preimage;
import dev.chandler.core.change.Fields;
import dev.chandler.core.plan.Keyed;
import dev.chandler.core.plan.NodeKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * An action of a node, and the preimages of its keys.
 *
 * @param input the action
 * @param preimages its own, then where it is known that of what it has read from outside
 */
record KeyedInput(NodeKey.Input input, List<Preimage> preimages) {

    private static final String STEP = "chandler.step.";
    private static final String OBSERVED = "chandler.observed.";

    /** Whether these are the fields of what was read from outside. */
    static boolean isObserved(Fields fields) {
        return fields.format().startsWith(OBSERVED);
    }

    /** All of a node's, in order; without preimages where its key is not known. */
    static List<KeyedInput> of(NodeKey node, Keyed keyed) {
        Iterator<Preimage> preimages = preimages(keyed).iterator();
        List<KeyedInput> all = new ArrayList<>();
        for (NodeKey.Input input : node.inputs()) {
            List<Preimage> own = new ArrayList<>();
            if (preimages.hasNext()) {
                own.add(preimages.next());
                if (input.action().observes() && preimages.hasNext()) {
                    own.add(preimages.next());
                }
            }
            all.add(new KeyedInput(input, List.copyOf(own)));
        }
        return all;
    }

    private static List<Preimage> preimages(Keyed keyed) {
        List<Preimage> all = new ArrayList<>(keyed.parts());
        all.add(keyed.preimage());
        return all.stream()
                .filter(each -> isOf(each, STEP) || isOf(each, OBSERVED))
                .toList();
    }

    private static boolean isOf(Preimage preimage, String format) {
        return preimage.text().startsWith("format\t" + format);
    }
}
