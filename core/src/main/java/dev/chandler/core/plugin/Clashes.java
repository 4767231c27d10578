package dev.chandler.core.plugin;

import dev.chandler.api.problem.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Refuses plugins that claim the same name.
 *
 * <p>A built-in keeps its name, or any jar could take the engines away. Of two strangers neither is taken: which of the
 * two was meant is not for us to guess.
 */
final class Clashes {

    private final List<PluginEntry> entries;

    private Clashes(List<PluginEntry> entries) {
        this.entries = entries;
    }

    static void refuse(List<PluginEntry> entries) {
        Clashes clashes = new Clashes(entries);
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
        Map<String, PluginEntry> owners = new HashMap<>();
        List<PluginEntry> candidates =
                entries.stream().filter(entry -> !entry.refused()).toList();
        for (PluginEntry entry : candidates) {
            for (String id : names.apply(entry.headers())) {
                PluginEntry owner = owners.putIfAbsent(id, entry);
                if (owner != null && owner != entry) {
                    settle(owner, entry, id, wording);
                }
            }
        }
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
