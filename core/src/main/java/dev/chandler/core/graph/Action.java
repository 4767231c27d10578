package dev.chandler.core.graph;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.core.manifest.ActionSpec;
import dev.chandler.core.manifest.BuildNeed;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One piece of work, prepared by its provisioner.
 *
 * @param spec what the manifest says
 * @param prepared what the provisioner made of it
 * @param provisionerKeyVersion the provisioner's part of every key
 * @param env what the manifest and the step add to the base's environment
 * @param needs the builds of the project that it takes files of
 */
public record Action(
        ActionSpec spec,
        PreparedStep prepared,
        String provisionerKeyVersion,
        Map<String, String> env,
        List<BuildNeed> needs) {

    /**
     * The action's id.
     *
     * @return for example {@code install[2]}
     */
    public String id() {
        return spec.id();
    }

    /**
     * The action in one line.
     *
     * @return for people
     */
    public String title() {
        return ProvisionerBug.caught(spec, prepared::title);
    }

    /**
     * Whether it starts processes in an instance.
     *
     * @return false if a base without a shell will do
     */
    public boolean runsCommands() {
        return ProvisionerBug.caught(spec, prepared::runsCommands);
    }

    /**
     * Whether its commands want to find its folder in the instance.
     *
     * @return false if the client alone uses it
     */
    public boolean sharesFolder() {
        return ProvisionerBug.caught(spec, prepared::sharesFolder);
    }

    /**
     * Whether it may change the instance.
     *
     * @return false if its result is outside of the instance
     */
    public boolean changesState() {
        return ProvisionerBug.caught(spec, prepared::changesState);
    }

    /** Looks whether the client has what it will need. */
    public void requireReady() {
        try {
            prepared.requireReady();
        } catch (RuntimeException | LinkageError e) {
            throw ProvisionerBug.in(spec, e);
        }
    }

    /**
     * Where it puts files.
     *
     * @param workdir the action's working directory, absolute
     * @return absolute paths
     */
    public List<String> puts(String workdir) {
        return ProvisionerBug.caught(spec, () -> prepared.puts(workdir));
    }

    /**
     * Why it cannot be said yet what its result depends on.
     *
     * @return words; empty where it can be said
     */
    public Optional<String> unknown() {
        return ProvisionerBug.caught(spec, prepared::unknown);
    }

    /**
     * Whether its result depends on something outside that it has to be asked for.
     *
     * @return false if everything is in its key
     */
    public boolean observes() {
        return ProvisionerBug.caught(spec, prepared::observes);
    }

    /**
     * Asks again for what it has read from outside.
     *
     * @param names what it was, in order
     * @return the digest of what each has by now, in the same order; without those that have none
     * @throws InterruptedException if cancelled
     */
    public Map<String, Digest> observe(List<String> names) throws InterruptedException {
        try {
            Map<String, Digest> answers = Map.copyOf(prepared.observe(names));
            Map<String, Digest> ordered = new LinkedHashMap<>();
            names.stream().filter(answers::containsKey).forEach(name -> ordered.put(name, answers.get(name)));
            return ordered;
        } catch (RuntimeException | LinkageError e) {
            throw ProvisionerBug.in(spec, e);
        }
    }

    /**
     * Where a file of the client is whose content the key has the digest of.
     *
     * @param field the field's name, as it was described
     * @param entry the entry of the field, where that is a map; empty where it is not
     * @return its path; empty if it is no file, or it cannot be said
     */
    public Optional<Path> file(String field, String entry) {
        return ProvisionerBug.caught(spec, () -> prepared.file(field, entry));
    }

    /**
     * Gives what the result depends on.
     *
     * @param key takes the fields
     * @throws InterruptedException if cancelled
     */
    public void describe(KeyBuilder key) throws InterruptedException {
        try {
            prepared.describe(key);
        } catch (RuntimeException | LinkageError e) {
            throw ProvisionerBug.in(spec, e);
        }
    }
}
