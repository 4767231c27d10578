package dev.chandler.core;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.provision.StepContext;
import dev.chandler.api.settings.Setting;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.FileCacheStorage;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.graph.GraphBuilder;
import dev.chandler.core.graph.ProvisionerCatalog;
import dev.chandler.core.graph.StepGraph;
import dev.chandler.core.graph.Task;
import dev.chandler.core.lock.BasePins;
import dev.chandler.core.manifest.ActionSpec;
import dev.chandler.core.manifest.ArtifactSettings;
import dev.chandler.core.manifest.CheckpointWish;
import dev.chandler.core.manifest.ConfigChanges;
import dev.chandler.core.manifest.InstanceSection;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.manifest.Reference;
import dev.chandler.core.manifest.SecretSpec;
import dev.chandler.core.manifest.StepSpec;
import dev.chandler.core.manifest.TestSpec;
import dev.chandler.core.module.FolderModules;
import dev.chandler.core.observe.Seal;
import dev.chandler.core.observe.UserKey;
import dev.chandler.core.output.Output;
import dev.chandler.core.plan.CheckpointForecast;
import dev.chandler.core.plan.MeasuredTimes;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.PlanText;
import dev.chandler.core.plan.Planner;
import dev.chandler.core.plan.StateNeeds;
import dev.chandler.core.project.NamedBuilds;
import dev.chandler.core.run.BuildOptions;
import dev.chandler.core.run.BuildResult;
import dev.chandler.core.run.BuildRunner;
import dev.chandler.core.run.CaBundle;
import dev.chandler.core.run.LiveBuilds;
import dev.chandler.core.secret.RegistryLogins;
import dev.chandler.core.why.Explainer;
import dev.chandler.core.why.WhyText;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A project in a few words, built on a fake engine: what tests of planning and running share. */
public final class TestBuild {

    private static final Location HERE = new Location("chandler.yml", 1, 1);

    private final FakeHost host;
    private final Path folder;
    private Path directory;
    private final CacheStorage cache;
    private Seal seal;
    private final List<StepSpec> install = new ArrayList<>();
    private final List<TestSpec> script = new ArrayList<>();
    private BaseReference base = new BaseReference.Image("busybox");
    private Map<String, String> env = Map.of();
    private Map<String, String> variables = Map.of();
    private Map<String, String> clientEnvironment = Map.of("HTTP_PROXY", "http://proxy:3128");
    private ConfigChanges config = ConfigChanges.NONE;
    private boolean useCache = true;
    private boolean keepOnError;
    private List<Output> outputs = List.of();
    private InstanceSection instance = InstanceSection.NONE;
    private Optional<CaBundle> caBundle = Optional.empty();
    private int jobs = 4;
    private String engine = "fake";
    private String endpoint = "fake:";
    private Optional<Platform> platform = Optional.empty();
    private Optional<String> until = Optional.empty();
    private Optional<Platform> asked = Optional.empty();
    private Provisioner provisioner = new TextProvisioner("1");
    private Clock clock = Clock.systemUTC();
    /** Nothing that is told by what is kept may depend on how long anything takes. */
    private CheckpointWish checkpoints = CheckpointWish.ALWAYS;

    private BasePins pins = BasePins.none();

    public TestBuild(FakeHost host, Path folder) {
        this.host = host;
        this.folder = folder;
        this.directory = folder;
        this.cache = new FileCacheStorage(folder.resolve("cache"));
        this.seal = new Seal(new UserKey(folder.resolve("state")));
    }

    public TestBuild pins(BasePins other) {
        pins = other;
        return this;
    }

    public TestBuild checkpoints(CheckpointWish wish) {
        checkpoints = wish;
        return this;
    }

    /** Adds install steps of one command each. */
    public TestBuild install(String... texts) {
        for (String text : texts) {
            install(action(text), UnaryOperator.identity());
        }
        return this;
    }

    /** Adds an install step that was changed before. */
    public TestBuild install(ActionSpec action, UnaryOperator<ActionSpec> change) {
        install.add(change.apply(renamed(action, "install[" + install.size() + "]")));
        return this;
    }

    /** Adds a block of branches of one command each. */
    public TestBuild parallel(String... texts) {
        return parallel(Stream.of(texts).map(TestBuild::action).toArray(ActionSpec[]::new));
    }

    /** Adds a block of branches of one action each. */
    public TestBuild parallel(ActionSpec... actions) {
        String id = "install[" + install.size() + "]";
        List<List<ActionSpec>> branches = new ArrayList<>();
        for (ActionSpec action : actions) {
            branches.add(List.of(renamed(action, id + ".branch[" + branches.size() + "]")));
        }
        install.add(new StepSpec.Parallel(id, branches, HERE));
        return this;
    }

    /** Adds a test of several commands in order. */
    public TestBuild test(String... texts) {
        String id = "script[" + script.size() + "]";
        List<ActionSpec> actions = new ArrayList<>();
        for (String text : texts) {
            actions.add(renamed(action(text), id + "[" + actions.size() + "]"));
        }
        script.add(new TestSpec(id, actions, HERE));
        return this;
    }

    /** Adds a test whose only action was changed before. */
    public TestBuild test(ActionSpec action) {
        String id = "script[" + script.size() + "]";
        script.add(new TestSpec(id, List.of(renamed(action, id)), HERE));
        return this;
    }

    public TestBuild base(BaseReference other) {
        base = other;
        return this;
    }

    public TestBuild env(Map<String, String> other) {
        env = other;
        return this;
    }

    /** Has the user be another, who has the same cache. */
    public TestBuild userFolder(Path other) {
        seal = new Seal(new UserKey(other));
        return this;
    }

    /** Has the manifest be in another folder. */
    public TestBuild directory(Path other) {
        directory = other;
        return this;
    }

    public TestBuild variables(Map<String, String> other) {
        variables = other;
        return this;
    }

    /** Sets the client's environment. */
    public TestBuild client(Map<String, String> other) {
        clientEnvironment = other;
        return this;
    }

    /** Sets what changes of the image's config. */
    public TestBuild config(ConfigChanges other) {
        config = other;
        return this;
    }

    public TestBuild noCache() {
        useCache = false;
        return this;
    }

    public TestBuild outputs(Output... wanted) {
        outputs = List.of(wanted);
        return this;
    }

    /** Says how the instances are to be. */
    public TestBuild instance(InstanceSection other) {
        instance = other;
        return this;
    }

    /** Has steps trust certificates. */
    public TestBuild caBundle(CaBundle other) {
        caBundle = Optional.of(other);
        return this;
    }

    public TestBuild keepOnError() {
        keepOnError = true;
        return this;
    }

    public TestBuild clock(Clock other) {
        clock = other;
        return this;
    }

    public TestBuild jobs(int other) {
        jobs = other;
        return this;
    }

    /** Connects to the same host by another engine. */
    public TestBuild engine(String other) {
        engine = other;
        return this;
    }

    /** Connects to the same host at another address. */
    public TestBuild endpoint(String other) {
        endpoint = other;
        return this;
    }

    /** Has the base be for another platform, with the same content. */
    public TestBuild platform(Platform other) {
        platform = Optional.of(other);
        return this;
    }

    /** Gives all steps another provisioner. */
    public TestBuild provisioner(Provisioner other) {
        provisioner = other;
        return this;
    }

    /** Gives all steps the usual provisioner in another version. */
    public TestBuild keyVersion(String version) {
        return provisioner(new TextProvisioner(version));
    }

    /** Gives all steps the usual provisioner, whose steps are changed before. */
    public TestBuild prepared(UnaryOperator<PreparedStep> change) {
        return provisioner(new TextProvisioner("1") {
            @Override
            public PreparedStep prepare(ProvisionRequest request) {
                return change.apply(super.prepare(request));
            }
        });
    }

    /** As {@code --platform}. */
    public TestBuild askedFor(Platform platform) {
        asked = Optional.of(platform);
        return this;
    }

    public TestBuild until(String step) {
        until = Optional.of(step);
        return this;
    }

    /** What the usual provisioner makes of a text. */
    public static PreparedStep step(String text) {
        return new TextStep(text, List.of("/bin/sh", "-ec"));
    }

    public static ActionSpec action(String text) {
        return new ActionSpec(
                "-",
                "exec",
                HERE,
                Setting.text(text, HERE),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                true,
                Optional.empty(),
                Path.of("/"),
                HERE,
                Optional.empty());
    }

    public static ActionSpec uncached(ActionSpec a) {
        return new ActionSpec(
                a.id(),
                a.provisioner(),
                a.provisionerLocation(),
                a.settings(),
                a.beside(),
                a.env(),
                a.references(),
                a.register(),
                a.secrets(),
                a.workdir(),
                a.user(),
                a.shell(),
                a.timeout(),
                a.retries(),
                false,
                a.checkpoint(),
                a.directory(),
                a.location(),
                a.module());
    }

    public static ActionSpec wishing(ActionSpec a, CheckpointWish wish) {
        return new ActionSpec(
                a.id(),
                a.provisioner(),
                a.provisionerLocation(),
                a.settings(),
                a.beside(),
                a.env(),
                a.references(),
                a.register(),
                a.secrets(),
                a.workdir(),
                a.user(),
                a.shell(),
                a.timeout(),
                a.retries(),
                a.cached(),
                Optional.of(wish),
                a.directory(),
                a.location(),
                a.module());
    }

    public static ActionSpec retried(ActionSpec a, int retries) {
        return new ActionSpec(
                a.id(),
                a.provisioner(),
                a.provisionerLocation(),
                a.settings(),
                a.beside(),
                a.env(),
                a.references(),
                a.register(),
                a.secrets(),
                a.workdir(),
                a.user(),
                a.shell(),
                a.timeout(),
                retries,
                a.cached(),
                a.checkpoint(),
                a.directory(),
                a.location(),
                a.module());
    }

    public static ActionSpec limited(ActionSpec a, Duration timeout) {
        return new ActionSpec(
                a.id(),
                a.provisioner(),
                a.provisionerLocation(),
                a.settings(),
                a.beside(),
                a.env(),
                a.references(),
                a.register(),
                a.secrets(),
                a.workdir(),
                a.user(),
                a.shell(),
                Optional.of(timeout),
                a.retries(),
                a.cached(),
                a.checkpoint(),
                a.directory(),
                a.location(),
                a.module());
    }

    public static ActionSpec named(ActionSpec a, String id) {
        return renamed(a, id);
    }

    public static ActionSpec surrounded(ActionSpec a, Map<String, String> env, String workdir, String user) {
        return new ActionSpec(
                a.id(),
                a.provisioner(),
                a.provisionerLocation(),
                a.settings(),
                a.beside(),
                env,
                a.references(),
                a.register(),
                a.secrets(),
                Optional.of(workdir),
                Optional.of(user),
                a.shell(),
                a.timeout(),
                a.retries(),
                a.cached(),
                a.checkpoint(),
                a.directory(),
                a.location(),
                a.module());
    }

    public static ActionSpec shelled(ActionSpec a, String... shell) {
        return new ActionSpec(
                a.id(),
                a.provisioner(),
                a.provisionerLocation(),
                a.settings(),
                a.beside(),
                a.env(),
                a.references(),
                a.register(),
                a.secrets(),
                a.workdir(),
                a.user(),
                Optional.of(List.of(shell)),
                a.timeout(),
                a.retries(),
                a.cached(),
                a.checkpoint(),
                a.directory(),
                a.location(),
                a.module());
    }

    /** Registers what an action writes. */
    public static ActionSpec registering(ActionSpec a, String name) {
        return outputs(a, Optional.of(new Reference(name, HERE)), a.references());
    }

    /** Gives an action what another has registered. */
    public static ActionSpec using(ActionSpec a, String variable, String name) {
        return outputs(a, a.register(), Map.of(variable, new Reference(name, HERE)));
    }

    /** Gives an action secrets. */
    public static ActionSpec given(ActionSpec a, SecretSpec... secrets) {
        return new ActionSpec(
                a.id(),
                a.provisioner(),
                a.provisionerLocation(),
                a.settings(),
                a.beside(),
                a.env(),
                a.references(),
                a.register(),
                List.of(secrets),
                a.workdir(),
                a.user(),
                a.shell(),
                a.timeout(),
                a.retries(),
                a.cached(),
                a.checkpoint(),
                a.directory(),
                a.location(),
                a.module());
    }

    private static ActionSpec outputs(ActionSpec a, Optional<Reference> register, Map<String, Reference> references) {
        return new ActionSpec(
                a.id(),
                a.provisioner(),
                a.provisionerLocation(),
                a.settings(),
                a.beside(),
                a.env(),
                references,
                register,
                a.secrets(),
                a.workdir(),
                a.user(),
                a.shell(),
                a.timeout(),
                a.retries(),
                a.cached(),
                a.checkpoint(),
                a.directory(),
                a.location(),
                a.module());
    }

    /** The same step under another name of its provisioner. */
    public static ActionSpec provisioned(ActionSpec a, String provisioner) {
        return new ActionSpec(
                a.id(),
                provisioner,
                a.provisionerLocation(),
                a.settings(),
                a.beside(),
                a.env(),
                a.references(),
                a.register(),
                a.secrets(),
                a.workdir(),
                a.user(),
                a.shell(),
                a.timeout(),
                a.retries(),
                a.cached(),
                a.checkpoint(),
                a.directory(),
                a.location(),
                a.module());
    }

    private static ActionSpec renamed(ActionSpec a, String id) {
        return new ActionSpec(
                id,
                a.provisioner(),
                a.provisionerLocation(),
                a.settings(),
                a.beside(),
                a.env(),
                a.references(),
                a.register(),
                a.secrets(),
                a.workdir(),
                a.user(),
                a.shell(),
                a.timeout(),
                a.retries(),
                a.cached(),
                a.checkpoint(),
                a.directory(),
                a.location(),
                a.module());
    }

    public Manifest manifest() {
        return new Manifest(
                "app",
                base,
                HERE,
                Optional.empty(),
                instance,
                env,
                variables,
                Map.of(),
                List.copyOf(install),
                List.copyOf(script),
                new ArtifactSettings(
                        Optional.of("app"), List.of("latest"), Optional.empty(), Optional.empty(), List.of(), config),
                directory,
                List.of(),
                List.of());
    }

    public StepGraph graph() throws InterruptedException {
        StepGraph graph = new GraphBuilder(new Catalog(provisioner), cache, clientEnvironment, new NamedBuilds(Set::of))
                .build(manifest());
        return until.map(step -> graph.until(step).orElseThrow()).orElse(graph);
    }

    /** Plans and builds with the facade, which publishes what goes wrong before the run begins, too. */
    public BuildResult runWhole(EventRecorder events) throws InterruptedException {
        StepGraph graph = graph();
        try (LiveBuilds.LiveBuild build = new LiveBuilds(folder.resolve("builds")).start();
                FakeEngine engine = host.connect(build.id(), this.engine, endpoint)) {
            return new Chandler(
                            new Catalog(provisioner),
                            new FolderModules(folder),
                            cache,
                            seal,
                            Clock.systemUTC(),
                            clientEnvironment,
                            RegistryLogins.NONE,
                            pins)
                    .build(
                            new Project(manifest(), graph),
                            new EngineChoice(engine, "test"),
                            build,
                            new PlanOptions(until, true, useCache, checkpoints, PullPolicy.MISSING, asked),
                            new BuildOptions(List.of("app:latest"), outputs, jobs, keepOnError, caBundle),
                            new EventBus(List.of(events)));
        } finally {
            assertGrammar(events, graph);
        }
    }

    private static void assertGrammar(EventRecorder events, StepGraph graph) {
        List<String> blocks =
                graph.tasks().stream().filter(Task::parallel).map(Task::id).toList();
        events.assertGrammar(graph.steps(), blocks);
    }

    public Plan plan() throws InterruptedException {
        return plan(host.connect("plan", engine, endpoint));
    }

    /** Why what would run does, by ids, compared with earlier builds. */
    public Map<String, String> reasons() throws InterruptedException {
        FakeEngine at = host.connect("plan", engine, endpoint);
        return Explainer.of(cache, manifest(), plan(at), at).words();
    }

    /** What {@code chandler plan} says. */
    public String planText() throws InterruptedException {
        FakeEngine at = host.connect("plan", engine, endpoint);
        Plan plan = plan(at);
        return PlanText.of(
                plan,
                List.of("app:latest"),
                Optional.empty(),
                Explainer.of(cache, manifest(), plan, at).words(),
                CheckpointForecast.of(plan, checkpoints, new MeasuredTimes(cache, at)));
    }

    /** What {@code chandler why} says of a step. */
    public String why(String step) throws InterruptedException {
        FakeEngine at = host.connect("plan", engine, endpoint);
        Plan plan = plan(at);
        return WhyText.of(plan, Explainer.of(cache, manifest(), plan, at), cache, step);
    }

    private Plan plan(FakeEngine engine) throws InterruptedException {
        return new Planner(cache, seal).plan(manifest(), graph(), resolved(engine), engine, useCache, StateNeeds.NONE);
    }

    private Base resolved(FakeEngine engine) throws InterruptedException {
        Base found = engine.resolve(base);
        return new Base(
                found.reference(),
                found.digest(),
                platform.orElse(found.platform()),
                found.config(),
                found.depth(),
                found.present());
    }

    /** Builds, and checks the order of the events whatever comes of it. */
    public BuildResult run(EventRecorder events) throws InterruptedException {
        try (LiveBuilds.LiveBuild build = new LiveBuilds(folder.resolve("builds")).start();
                FakeEngine engine = host.connect(build.id(), this.engine, endpoint)) {
            Plan plan = plan(engine);
            return run(plan, engine, build, events);
        }
    }

    private BuildResult run(Plan plan, FakeEngine engine, LiveBuilds.LiveBuild build, EventRecorder events)
            throws InterruptedException {
        try {
            return new BuildRunner(cache, seal, clock, clientEnvironment, RegistryLogins.NONE)
                    .run(
                            manifest(),
                            plan,
                            Optional.empty(),
                            engine,
                            "test",
                            build,
                            new BuildOptions(List.of("app:latest"), outputs, jobs, keepOnError, caBundle),
                            checkpoints,
                            useCache ? Optional.of(() -> plan(engine)) : Optional.empty(),
                            new EventBus(List.of(events)));
        } finally {
            assertGrammar(events, plan.graph());
        }
    }

    public BuildResult run() throws InterruptedException {
        return run(new EventRecorder());
    }

    private record Catalog(Provisioner provisioner) implements ProvisionerCatalog {

        @Override
        public Set<String> ids() {
            return Set.of("exec");
        }

        @Override
        public Provisioner provisioner(String id) {
            return provisioner;
        }
    }

    private static class TextProvisioner implements Provisioner {

        private final String keyVersion;

        TextProvisioner(String keyVersion) {
            this.keyVersion = keyVersion;
        }

        @Override
        public String id() {
            return "exec";
        }

        @Override
        public String keyVersion() {
            return keyVersion;
        }

        @Override
        public PreparedStep prepare(ProvisionRequest request) {
            return new TextStep(request.settings().text(), request.shell());
        }
    }

    private record TextStep(String text, List<String> shell) implements PreparedStep {

        private static final String TAKE = "take ";

        @Override
        public String title() {
            return text;
        }

        @Override
        public boolean changesState() {
            return !text.startsWith(TAKE);
        }

        @Override
        public boolean runsCommands() {
            return changesState();
        }

        /** Has what it has taken written as its output. */
        private void take(StepContext context) throws InterruptedException {
            String path = text.substring(TAKE.length());
            try (InputStream tar = context.communicator()
                    .get(path)
                    .orElseThrow(() -> new ProvisionException(Problem.of("CH-STEP-001", "there is no " + path)))) {
                context.output().write(OutputSink.Channel.STDOUT, tar.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void describe(KeyBuilder key) {
            key.field("text", text);
            key.field("shell", shell);
        }

        @Override
        public void run(StepContext context) throws InterruptedException {
            if (!changesState()) {
                take(context);
                return;
            }
            List<String> argv = new ArrayList<>(shell);
            argv.add(text);
            var result = context.communicator().run(context.command(argv).build(), context.output());
            if (!result.ok()) {
                throw new ProvisionException(
                        Problem.of("CH-STEP-001", "step \"" + context.stepId() + "\" failed: " + result.exitCode()));
            }
        }
    }
}
