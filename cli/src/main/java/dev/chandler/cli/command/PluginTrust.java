package dev.chandler.cli.command;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.plugin.PluginDescriptor;
import dev.chandler.core.trust.SignatureFile;
import dev.chandler.core.trust.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code plugin verify} shows of one plugin.
 *
 * @param plugin the plugin, after it was looked at closely
 * @param source where it lies, as a policy names it; empty of a built-in
 * @param verdict what the policy says of it; empty of a built-in, of which it isn't asked
 */
record PluginTrust(PluginDescriptor plugin, Optional<String> source, Optional<Verdict> verdict) {

    /** Why it wouldn't be used. */
    List<Problem> problems() {
        return Stream.concat(verdict.flatMap(Verdict::refusal).stream(), plugin.reason().stream())
                .distinct()
                .toList();
    }

    /** For people. */
    String text() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {
            "plugin",
            (plugin.id() + " " + plugin.version()).strip() + ", "
                    + plugin.kind().label()
        });
        rows.add(new String[] {"file", plugin.file().toString()});
        source.ifPresent(place -> rows.add(new String[] {"source", place}));
        digest().ifPresent(digest -> rows.add(new String[] {"digest", digest}));
        rows.add(new String[] {
            "signature", isSigned() ? SignatureFile.of(plugin.file()).toString() : "none"
        });
        rows.add(new String[] {"policy", verdict.map(Verdict::words).orElse("not asked for: it is built in")});
        rows.add(new String[] {
            "state", plugin.reason().map(why -> "refused: " + why.what()).orElse("ready")
        });
        return Table.of(rows) + "\n";
    }

    /** For programs. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", plugin.id());
        json.put("version", plugin.version());
        json.put("kind", plugin.kind().label());
        json.put("file", plugin.file().toString());
        source.ifPresent(place -> json.put("source", place));
        digest().ifPresent(digest -> json.put("digest", digest));
        if (isSigned()) {
            json.put("signature", SignatureFile.of(plugin.file()).toString());
        }
        json.put("policy", policy());
        json.put("state", plugin.reason().isPresent() ? "refused" : "ready");
        plugin.reason().ifPresent(reason -> json.put("reason", PluginFacts.json(reason)));
        return json;
    }

    private Map<String, Object> policy() {
        Map<String, Object> json = new LinkedHashMap<>();
        Verdict said = verdict.orElseGet(Verdict.NotAsked::new);
        if (said instanceof Verdict.Signed signed) {
            json.put("verdict", "signed");
            json.put("by", signed.key());
        } else if (said instanceof Verdict.Unsigned unsigned) {
            json.put("verdict", "unsigned");
            json.put("allowed", unsigned.pattern());
        } else if (said instanceof Verdict.Refused refused) {
            json.put("verdict", "refused");
            json.put("reason", PluginFacts.json(refused.problem()));
        } else {
            json.put("verdict", "not-asked");
        }
        return json;
    }

    private boolean isSigned() {
        return Files.exists(SignatureFile.of(plugin.file()), LinkOption.NOFOLLOW_LINKS);
    }

    private Optional<String> digest() {
        try {
            return Optional.of(plugin.digest().toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
