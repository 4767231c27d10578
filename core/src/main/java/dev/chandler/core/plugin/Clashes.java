package dev.chandler.core.plugin;

import dev.chandler.api.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Refuses plugins that claim the same name.
 *
 * <p>A built-in keeps its name, or any jar could take the engines away. Of two strangers neither is taken: which of the
 * two was meant is not for us to guess. One that the user's policy doesn't let in claims nothing.
 */
final class Clashes {

    private final List<PluginEntry> entries;
    private final Function<PluginEntry, Optional<Problem>> policy;
    private final Map<PluginEntry, Optional<Problem>> asked = new HashMap<>();

    private Clashes(List<PluginEntry> entries, Function<PluginEntry, Optional<Problem>> policy) {
        this.entries = entries;
        this.policy = policy;
    }

    /**
     * Refuses.
     *
     * @param entries all plugins, built-ins first
     * @param policy why a stranger's plugin isn't let in; asked of those alone that others clash with, for it reads them
     */
    static void refuse(List<PluginEntry> entries, Function<PluginEntry, Optional<Problem>> policy) {
        Clashes clashes = new Clashes(entries, policy);
        clashes.among(headers -> List.of(headers.id()), Clashes::samePlugin);
        clashes.among(PluginHeaders::engines, (entry, other, id) -> sameExtension("engine", entry, other, id));
        clashes.among(
                PluginHeaders::provisioners, (entry, other, id) -> sameExtension("provisioner", entry, other, id));
    }

    /** Says what is wrong with an entry that claims an id that another one has. */
    private interface Wording {
        Problem problem(PluginEntry entry, PluginEntry other, String id);
    }

    private void among(Function<PluginHeaders, List<String>> names, Wording wording) {
        Map<String, List<PluginEntry>> claims = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> !entry.refused())
                .forEach(entry -> Set.copyOf(names.apply(entry.headers()))
                        .forEach(id -> claims.computeIfAbsent(id, first -> new ArrayList<>())
                                .add(entry)));
        claims.forEach((id, claimants) -> {
            List<PluginEntry> left = admitted(claimants);
            left.stream().skip(1).forEach(late -> settle(left.get(0), late, id, wording));
        });
    }

    /** Of several strangers those that the policy lets in: what it keeps out takes out nothing. */
    private List<PluginEntry> admitted(List<PluginEntry> claimants) {
        if (claimants.size() == 1 || claimants.get(0).kind() == PluginKind.BUILT_IN) {
            return claimants;
        }
        claimants.forEach(entry -> asked.computeIfAbsent(entry, policy).ifPresent(entry::refuse));
        return claimants.stream()
                .filter(entry -> asked.getOrDefault(entry, Optional.empty()).isEmpty())
                .toList();
    }

    private static void settle(PluginEntry owner, PluginEntry late, String id, Wording wording) {
        Problem problem = wording.problem(late, owner, id);
        late.refuse(problem);
        if (owner.kind() != PluginKind.BUILT_IN) {
            owner.refuse(problem);
        }
    }

    private static Problem samePlugin(PluginEntry entry, PluginEntry other, String id) {
        return Refusals.samePluginId(entry.headers(), entry.file(), other.file());
    }

    private static Problem sameExtension(String what, PluginEntry entry, PluginEntry other, String id) {
        return Refusals.sameExtensionId(
                what, id, entry.headers().id(), other.headers().id(), entry.file(), other.file());
    }
}
