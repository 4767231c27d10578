package dev.chandler.core.change;

import java.util.List;
import java.util.Optional;

/**
 * One step or test of a build, to be found again in another build.
 *
 * @param id its id
 * @param inputs what each of its actions depends on, in order
 */
public record Work(String id, List<Input> inputs) {

    /**
     * What an action depends on, but for the state that it stands on.
     *
     * @param branch the number of its branch
     * @param action its id
     * @param fields all that is in its key but what it reads from outside
     * @param observed that, as far as it is known
     */
    public record Input(int branch, String action, Fields fields, Optional<Fields> observed) {

        /**
         * What differs.
         *
         * @param now the same action in another build
         * @param names what files are called there
         * @return in the order of the key; what is read from outside only where both are known
         */
        public List<Change> changes(Input now, FileNames names) {
            boolean both = observed.isPresent() && now.observed.isPresent();
            return Comparison.of(
                    both ? fields.and(observed.get()) : fields,
                    both ? now.fields.and(now.observed.get()) : now.fields,
                    names);
        }
    }

    /**
     * Whether the same would come of it on the same state, as long as it reads the same from outside.
     *
     * @param other another one
     * @return true if nothing of its own differs
     */
    public boolean isSameAs(Work other) {
        return unnamed().equals(other.unnamed());
    }

    /** All but what it is called; what is the same has an equal one. */
    Object unnamed() {
        return inputs.stream().map(input -> List.of(input.branch, input.fields)).toList();
    }

    /** From 0 to 1: how much of what differs is alike; 0 where different provisioners do it. */
    double likeness(Work other) {
        int pairs = Math.min(inputs.size(), other.inputs.size());
        double sum = 0;
        for (int i = 0; i < pairs; i++) {
            Fields one = inputs.get(i).fields();
            Fields two = other.inputs.get(i).fields();
            if (one.text("provisioner").equals(two.text("provisioner"))) {
                sum += one.likeness(two);
            }
        }
        return pairs == 0 ? 0 : sum / Math.max(inputs.size(), other.inputs.size());
    }
}
