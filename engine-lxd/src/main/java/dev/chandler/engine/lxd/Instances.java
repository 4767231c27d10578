package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.engine.Shield;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes instances. Thread-safe. */
final class Instances {

    /** How long what had an instance's name before may take to end. */
    private static final Duration NAMESAKE = Duration.ofSeconds(10);

    private static final long PAUSE_MILLIS = 50;

    private final LxdHttp http;
    private final Operations operations;
    private final ClientIdentity client;
    private final Place place;
    private final BaseImports imports;
    private final Snapshots snapshots;
    private final Addresses addresses;

    Instances(
            LxdHttp http,
            Operations operations,
            ClientIdentity client,
            Place place,
            BaseImports imports,
            Snapshots snapshots,
            Addresses addresses) {
        this.http = http;
        this.operations = operations;
        this.client = client;
        this.place = place;
        this.imports = imports;
        this.snapshots = snapshots;
        this.addresses = addresses;
    }

    LxdInstance create(InstanceSpec spec) throws InterruptedException {
        String name = Names.instance(client);
        return make(spec, name, "", List.of())
                .orElseThrow(() -> new IllegalStateException("a random name is taken: " + name));
    }

    Optional<LxdInstance> claim(InstanceSpec spec, List<Digest> keys) throws InterruptedException {
        String claims = Claims.label(keys);
        Optional<LxdInstance> made = make(spec, Claims.firstName(keys), claims, keys);
        if (made.isPresent()) {
            return made;
        }
        Optional<String> name = Claims.nextName(http, keys);
        return name.isEmpty() ? Optional.empty() : make(spec, name.get(), claims, keys);
    }

    private Optional<LxdInstance> make(InstanceSpec spec, String name, String claims, List<Digest> keys)
            throws InterruptedException {
        if (spec.runsCommands()) {
            new Toolboxes(http, operations, client, place).require(spec.settings());
        }
        Optional<Address> address = addresses.of(spec, place);
        MadeFiles made = spec.snapshot().isPresent()
                ? MadeFiles.of(http, spec.snapshot().get().id())
                : MadeFiles.NONE;
        JsonObject body = new InstanceBody(client, place, imports).of(spec, name, claims, address, made);
        List<OwnFile> own = OwnFile.of(spec.settings(), address);
        MadeFiles bare = spec.runsCommands() ? made.without(own) : made;
        MadeFiles covered = made.without(bare);
        Set<String> managed = own.stream().map(OwnFile::path).collect(Collectors.toSet());
        return Shield.make(
                () -> start(spec, name, keys, body, bare, covered, managed),
                started -> started.flatMap(instance -> instance).ifPresent(LxdInstance::close));
    }

    private Optional<LxdInstance> start(
            InstanceSpec spec,
            String name,
            List<Digest> keys,
            JsonObject body,
            MadeFiles bare,
            MadeFiles covered,
            Set<String> managed)
            throws InterruptedException {
        Set<Mount.Cache> fresh = keepCaches(spec);
        LxdAnswer answer = http.send("POST", http.onTarget(http.at("instances")), body);
        if (!keys.isEmpty() && answer.taken()) {
            return Optional.empty();
        }
        String what = "cannot make an instance of \"" + spec.base().reference() + "\"";
        Operations.Outcome outcome = operations.end(what, answer);
        if (!keys.isEmpty() && LxdAnswer.isTaken(outcome.words())) {
            return Optional.empty();
        }
        if (!outcome.ok()) {
            throw LxdProblems.refused(what, outcome.words());
        }
        return filled(spec, keys, fresh, GivenSettings.of(body), bare, covered, new InstanceFiles(http, name, managed));
    }

    private Optional<LxdInstance> filled(
            InstanceSpec spec,
            List<Digest> keys,
            Set<Mount.Cache> fresh,
            GivenSettings given,
            MadeFiles bare,
            MadeFiles covered,
            InstanceFiles files)
            throws InterruptedException {
        String name = files.instance();
        try {
            if (!keys.isEmpty() && Claims.contested(http, keys, name)) {
                new Removal(http, operations).remove(name);
                return Optional.empty();
            }
            bare.remove(http, name);
            makeDirectories(spec, files);
            Lease lease = spec.runsCommands() ? running(spec, name) : null;
            openCaches(spec, fresh, files);
            return Optional.of(instance(spec, name, given, covered, files, lease));
        } catch (RuntimeException | InterruptedException e) {
            try {
                Shield.always(() -> new Removal(http, operations).remove(name));
            } catch (RuntimeException failure) {
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    private LxdInstance instance(
            InstanceSpec spec,
            String name,
            GivenSettings given,
            MadeFiles covered,
            InstanceFiles files,
            @Nullable Lease lease) {
        Set<String> mounted =
                spec.settings().mounts().stream().map(Mount::target).collect(Collectors.toCollection(HashSet::new));
        mounted.addAll(files.managed());
        Optional<Mount.Toolbox> linked = lease == null ? Optional.empty() : Toolboxes.linked(spec.settings());
        ToolsLink tools = new ToolsLink(http, name, linked);
        return new LxdInstance(
                http,
                operations,
                name,
                snapshots,
                given,
                lease == null ? MadeFiles.NONE : lease.madeFiles().and(covered),
                files,
                mounted,
                tools,
                lease,
                spec.settings().mayKill());
    }

    /** The caches that are wanted and were not there. */
    private Set<Mount.Cache> keepCaches(InstanceSpec spec) throws InterruptedException {
        Set<Mount.Cache> fresh = new HashSet<>();
        for (Mount mount : spec.settings().mounts()) {
            if (mount instanceof Mount.Cache cache
                    && new Volumes(http, operations, place.pool()).keepCache(cache.name(), client)) {
                fresh.add(cache);
            }
        }
        return fresh;
    }

    /** The daemon lets nobody but root look into a new volume. */
    private void openCaches(InstanceSpec spec, Set<Mount.Cache> fresh, InstanceFiles files)
            throws InterruptedException {
        if (spec.runsCommands()) {
            for (Mount.Cache cache : fresh) {
                files.open(cache.target());
            }
        }
    }

    /** As on other engines: the base's working directory and volumes are there, and so is where something is mounted. */
    private static void makeDirectories(InstanceSpec spec, InstanceFiles files) throws InterruptedException {
        for (Mount mount : spec.settings().mounts()) {
            if (spec.runsCommands() && !mount.target().startsWith("/dev/")) {
                files.make(mount.target());
            }
        }
        for (String volume : spec.base().config().volumes()) {
            files.make(volume);
        }
        String workdir = spec.base().config().workdir();
        if (!workdir.isEmpty() && !workdir.equals("/")) {
            files.make(workdir.startsWith("/") ? workdir : "/" + workdir);
        }
    }

    private Lease running(InstanceSpec spec, String name) throws InterruptedException {
        try {
            start(name);
            return Lease.take(http, name, spec.shell());
        } catch (EngineException e) {
            throw withoutShell(spec, name, e);
        }
    }

    /**
     * An instance that was removed soon after its daemon was killed may go on for a moment: until then, the daemon takes one
     * with its name for running.
     */
    private void start(String name) throws InterruptedException {
        JsonObject start = new JsonObject();
        start.addProperty("action", "start");
        start.addProperty("timeout", -1);
        String what = "cannot start instance " + name;
        long end = System.nanoTime() + NAMESAKE.toNanos();
        while (true) {
            Operations.Outcome outcome =
                    operations.end(what, http.send("PUT", http.at("instances", name, "state"), start));
            if (outcome.ok()) {
                return;
            }
            if (!outcome.words().contains("already running") || System.nanoTime() > end) {
                throw LxdProblems.refused(what, outcome.words());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** LXC says no more than that it has failed. */
    private EngineException withoutShell(InstanceSpec spec, String name, EngineException e)
            throws InterruptedException {
        LxdAnswer answer = http.get(http.at("instances", name));
        boolean toolbox = spec.shell().startsWith("/dev/");
        if (answer.missing() || toolbox || hasFile(name, spec.shell())) {
            return e;
        }
        String why = e.problems().get(0).why().orElse("");
        return LxdProblems.noShell(spec.base().reference().toString(), spec.shell(), why);
    }

    private boolean hasFile(String name, String path) throws InterruptedException {
        try {
            return new InstanceFiles(http, name, Set.of()).isThere(path);
        } catch (EngineException e) {
            // It is gone by now: what there was cannot be told.
            return true;
        }
    }
}
