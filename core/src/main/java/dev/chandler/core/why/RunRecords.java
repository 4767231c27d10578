package dev.chandler.core.why;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Engine;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last builds of one manifest at one place where an engine runs: of its folder, and of its name, for who has the project in another
 * folder each time.
 */
final class RunRecords {

    private static final String FORMAT = "chandler.runs.v1\n";
    /** Of one manifest: enough for who goes to and fro between variables. */
    private static final int MOST_RUNS = 6;
    /** In all runs of one manifest but the last. */
    private static final int MOST_NODES = 1000;
    /** Of all manifests; each build writes two. */
    private static final int MOST_RECORDS = 400;

    private final CacheStorage cache;
    private final Digest ofFolder;
    private final Digest ofName;

    RunRecords(CacheStorage cache, Manifest manifest, Engine engine) {
        this.cache = cache;
        this.ofFolder = key(manifest.name(), engine, manifest.directory().toString());
        this.ofName = ofName(manifest.name(), engine);
    }

    /** Under which key the builds of all manifests with a name are. */
    static Digest ofName(String manifest, Engine engine) {
        return key(manifest, engine, "");
    }

    private static Digest key(String manifest, Engine engine, String folder) {
        return Preimage.of("chandler.run.v1")
                .field("engine", engine.id())
                .field("endpoint", engine.endpoint().address())
                .field("manifest", manifest)
                .field("folder", folder)
                .build()
                .key();
    }

    /** The last builds, the newest first. */
    List<RunRecord> find() {
        List<RunRecord> here = find(ofFolder);
        return here.isEmpty() ? find(ofName) : here;
    }

    private List<RunRecord> find(Digest key) {
        Optional<String> text = cache.find(CacheStorage.Kind.RUN, key);
        return text.filter(each -> each.startsWith(FORMAT))
                .map(each -> RunRecord.read(each.substring(FORMAT.length())))
                .orElse(List.of());
    }

    void add(RunRecord run) {
        add(ofFolder, run);
        add(ofName, run);
        cache.keepNewest(CacheStorage.Kind.RUN, MOST_RECORDS);
    }

    private void add(Digest key, RunRecord run) {
        List<RunRecord> all = new ArrayList<>(List.of(run));
        int nodes = run.nodes().size();
        for (RunRecord old : find(key)) {
            nodes += old.nodes().size();
            if (!old.isLike(run) && all.size() < MOST_RUNS && nodes <= MOST_NODES) {
                all.add(old);
            }
        }
        StringBuilder text = new StringBuilder(FORMAT);
        all.forEach(each -> text.append(each.text()));
        cache.store(CacheStorage.Kind.RUN, key, text.toString());
    }
}
