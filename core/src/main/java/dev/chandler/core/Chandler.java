package dev.chandler.core;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.artifact.ArtifactConfig;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.engine.BaseFetch;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.graph.Action;
import dev.chandler.core.graph.GraphBuilder;
import dev.chandler.core.graph.OtherBuilds;
import dev.chandler.core.graph.ProvisionerCatalog;
import dev.chandler.core.graph.StepGraph;
import dev.chandler.core.graph.Task;
import dev.chandler.core.lock.BasePins;
import dev.chandler.core.manifest.ArtifactSettings;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.manifest.ManifestLoader;
import dev.chandler.core.manifest.ManifestRequest;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.manifest.ToolboxSource;
import dev.chandler.core.module.ModuleResolver;
import dev.chandler.core.observe.Seal;
import dev.chandler.core.output.Output;
import dev.chandler.core.plan.CheckpointForecast;
import dev.chandler.core.plan.MeasuredTimes;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.Planner;
import dev.chandler.core.plan.PublishedImages;
import dev.chandler.core.plan.StateNeeds;
import dev.chandler.core.plan.Status;
import dev.chandler.core.project.NamedBuilds;
import dev.chandler.core.project.ProjectBuilds;
import dev.chandler.core.run.Bugs;
import dev.chandler.core.run.BuildOptions;
import dev.chandler.core.run.BuildResult;
import dev.chandler.core.run.BuildRunner;
import dev.chandler.core.run.LiveBuilds;
import dev.chandler.core.secret.RegistryLogins;
import dev.chandler.core.toolbox.Toolbox;
import dev.chandler.core.toolbox.Toolboxes;
import dev.chandler.core.why.Explainer;
import dev.chandler.core.why.WhyText;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The pipeline from end to end: load, plan, build.
 *
 * <p>Thread-safe. Engines are handed in and stay the caller's to close.
 */
public final class Chandler {

    private final ProvisionerCatalog provisioners;
    private final ModuleResolver modules;
    private final Map<String, String> clientEnvironment;
    private final CacheStorage cache;
    private final Planner planner;
    private final BuildRunner runner;
    private final BasePins pins;

    /**
     * Makes a pipeline.
     *
     * @param provisioners the provisioners there are
     * @param modules finds the modules that manifests use
     * @param cache where preimages and verdicts are kept
     * @param seal makes the digests of what steps read from outside
     * @param clock tells how long things take
     * @param clientEnvironment the client's environment
     * @param logins what the user can show to registries
     * @param pins what the names of images mean in the project
     */
    public Chandler(
            ProvisionerCatalog provisioners,
            ModuleResolver modules,
            CacheStorage cache,
            Seal seal,
            Clock clock,
            Map<String, String> clientEnvironment,
            RegistryLogins logins,
            BasePins pins) {
        this.provisioners = provisioners;
        this.modules = modules;
        this.clientEnvironment = Map.copyOf(clientEnvironment);
        this.pins = pins;
        this.cache = cache;
        this.planner = new Planner(cache, seal);
        this.runner = new BuildRunner(cache, seal, clock, clientEnvironment, logins);
    }

    /**
     * Loads a manifest and makes its graph; asks no engine.
     *
     * @param request which manifest, with which variables
     * @return the project
     * @throws ManifestException with all that is wrong with it
     * @throws InterruptedException if cancelled
     */
    public Project load(ManifestRequest request) throws InterruptedException {
        return load(
                request,
                new NamedBuilds(() -> ProjectBuilds.read(
                                ProjectFolder.of(request.workingDirectory()
                                        .toAbsolutePath()
                                        .resolve(request.path())
                                        .normalize()),
                                request.workingDirectory())
                        .names()));
    }

    /**
     * Loads the manifest of one of several builds.
     *
     * @param request which manifest, with which variables
     * @param builds the builds of its project
     * @return the project
     * @throws ManifestException with all that is wrong with it
     * @throws InterruptedException if cancelled
     */
    public Project load(ManifestRequest request, OtherBuilds builds) throws InterruptedException {
        GraphBuilder graphs = new GraphBuilder(provisioners, cache, clientEnvironment, builds);
        Manifest manifest = new ManifestLoader(modules, provisioners::requireNotRefused)
                .load(request, provisioners.ids(), read -> furtherProblems(read, graphs));
        List<Problem> problems = ModuleNeeds.plugins(manifest.modules(), provisioners);
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return new Project(manifest, graphs.build(manifest));
    }

    private List<Problem> furtherProblems(Manifest manifest, GraphBuilder graphs) throws InterruptedException {
        List<Problem> problems = new ArrayList<>(ModuleNeeds.plugins(manifest.modules(), provisioners));
        problems.addAll(graphs.problems(manifest));
        return problems;
    }

    /**
     * Leaves out what is not wanted of a project; asks no engine.
     *
     * @param project what could be built
     * @param options what part of it is wanted
     * @return that part
     * @throws ManifestException if there is no such step
     */
    public Project narrowed(Project project, PlanOptions options) {
        StepGraph graph = options.tests() ? project.graph() : project.graph().withoutTests();
        if (options.until().isEmpty()) {
            return new Project(project.manifest(), graph);
        }
        String step = options.until().get();
        List<String> known = graph.tasks().stream().map(Task::id).toList();
        return graph.until(step)
                .map(shorter -> new Project(project.manifest(), shorter))
                .orElseThrow(
                        () -> new ManifestException(Problem.of("CH-PLAN-004", "--until names no step: \"" + step + "\"")
                                .because("steps: " + String.join(", ", known))
                                .remedy(SettingReader.didYouMean(step, known).orElse(null))));
    }

    /**
     * Says what a build would do; starts and fetches nothing.
     *
     * @param project what is to be built, narrowed
     * @param engine where
     * @param options what of the cache may be used
     * @return the plan
     * @throws InterruptedException if cancelled
     */
    public Plan plan(Project project, Engine engine, PlanOptions options) throws InterruptedException {
        AbilityCheck.require(project.manifest(), engine, List.of());
        BaseFetch images = new BaseFetch(engine, options.platform(), pins);
        Base base = project.manifest().baseBuild().isPresent()
                ? unknown(project, engine, options)
                : images.find(
                        project.manifest().base(), "base", project.manifest().baseLocation());
        requirePlatform(project, base, options);
        Optional<Toolbox> toolbox = found(project, images);
        return planner.plan(
                withTools(project.manifest(), toolbox),
                project.graph(),
                base,
                engine,
                options.useCache(),
                StateNeeds.NONE);
    }

    /**
     * Compares a plan with earlier builds.
     *
     * @param project what would be built
     * @param plan what would be done
     * @param engine where
     * @return says why what runs does
     */
    public Explainer explainer(Project project, Plan plan, Engine engine) {
        return Explainer.of(cache, project.manifest(), plan, engine);
    }

    /**
     * Says of one step why it runs, or that it is there.
     *
     * @param project what would be built
     * @param plan what would be done
     * @param engine where
     * @param step the step or test
     * @return lines, each ended by a line feed
     * @throws ManifestException if there is no such step
     * @throws InterruptedException if cancelled
     */
    public String why(Project project, Plan plan, Engine engine, String step) throws InterruptedException {
        return WhyText.of(plan, explainer(project, plan, engine), cache, step);
    }

    /** Nothing is known of what another build is still to make but what it is for. */
    private static Base unknown(Project project, Engine engine, PlanOptions options) {
        return new Base(
                project.manifest().base(),
                Digest.of("unknown"),
                options.platform().orElse(engine.platform()),
                ImageConfig.EMPTY,
                0,
                false);
    }

    /**
     * Says after which steps a build would keep the state.
     *
     * @param plan what would be done
     * @param engine where
     * @param options what was asked for
     * @return words by the steps' ids, as far as earlier builds tell how long they take
     */
    public Map<String, String> checkpoints(Plan plan, Engine engine, PlanOptions options) {
        return CheckpointForecast.of(plan, options.checkpoints(), new MeasuredTimes(cache, engine));
    }

    /**
     * Says which image a build would leave, where no step has to run for it.
     *
     * @param project what would be built
     * @param plan what would be done
     * @param engine where
     * @return the image, where it is there; empty where that is known only when the build has run
     * @throws InterruptedException if cancelled
     */
    public Optional<Artifact> image(Project project, Plan plan, Engine engine) throws InterruptedException {
        boolean changes = plan.tasks().stream()
                .anyMatch(task -> task.status() == Status.RUN && task.task().changesState());
        if (changes || !plan.base().present() || !plan.graph().commits()) {
            return Optional.empty();
        }
        ArtifactSettings artifact = project.manifest().artifact();
        return new PublishedImages(cache)
                .find(
                        engine,
                        new ArtifactSpec(
                                plan.base(),
                                plan.cursor(),
                                ArtifactConfig.of(plan.base().config(), artifact.config()),
                                artifact.author(),
                                artifact.created(),
                                List.of()));
    }

    private Optional<Toolbox> found(Project project, BaseFetch images) throws InterruptedException {
        Toolboxes toolboxes = new Toolboxes(images, cache);
        Optional<ToolboxSource> source = source(project, toolboxes);
        return source.isPresent() ? Optional.of(toolboxes.find(source.get())) : Optional.empty();
    }

    private Optional<Toolbox> fetchedTools(Project project, BaseFetch images, PullPolicy pull, EventBus events)
            throws InterruptedException {
        Toolboxes toolboxes = new Toolboxes(images, cache);
        Optional<ToolboxSource> source = source(project, toolboxes);
        return source.isPresent()
                ? Optional.of(toolboxes.fetch(source.get(), pull, progress(events), notices(events)))
                : Optional.empty();
    }

    /** What is named, else a shell for a base that is known to have none, where anything needs one. */
    private Optional<ToolboxSource> source(Project project, Toolboxes toolboxes) {
        Manifest manifest = project.manifest();
        List<Action> commands = manifest.base() instanceof BaseReference.Scratch
                ? project.graph().actions().stream()
                        .filter(Action::runsCommands)
                        .toList()
                : List.of();
        Optional<ToolboxSource> named = manifest.instance().toolbox();
        return named.isPresent() || commands.isEmpty()
                ? named
                : Optional.of(toolboxes.shell(clientEnvironment, manifest.baseLocation(), commands));
    }

    private static ProgressSink progress(EventBus events) {
        return (what, done, total) -> events.publish(new RunEvent.Progress(what, done, total));
    }

    private static Consumer<String> notices(EventBus events) {
        return text -> events.publish(new RunEvent.Notice(text));
    }

    private static Manifest withTools(Manifest manifest, Optional<Toolbox> toolbox) {
        return toolbox.map(tools -> manifest.withInstance(tools.in(manifest.instance())))
                .orElse(manifest);
    }

    /**
     * Builds.
     *
     * @param project what is to be built, narrowed
     * @param choice where, and why there
     * @param build the build's own registration
     * @param planning what of the cache may be used, and when the base is fetched
     * @param options what it is to leave, and how it is to go
     * @param events who is told
     * @return what it has left, and why not all of it, where the image is there and could not be brought everywhere
     * @throws InterruptedException if cancelled; everything is cleaned up then
     */
    public BuildResult build(
            Project project,
            EngineChoice choice,
            LiveBuilds.LiveBuild build,
            PlanOptions planning,
            BuildOptions options,
            EventBus events)
            throws InterruptedException {
        Engine engine = choice.engine();
        Planned planned = planned(project, engine, build, planning, options.outputs(), events);
        Plan plan = planned.plan();
        return runner.run(
                planned.manifest(),
                plan,
                planned.toolbox(),
                engine,
                choice.reason(),
                build,
                options,
                planning.checkpoints(),
                planning.useCache()
                        ? Optional.of(() -> planner.plan(
                                planned.manifest(), project.graph(), plan.base(), engine, true, build::needs))
                        : Optional.empty(),
                events);
    }

    /** A plan, and what it was made for. */
    private record Planned(Manifest manifest, Optional<Toolbox> toolbox, Plan plan) {}

    /** What goes wrong before the run begins ends it for listeners, too. */
    private Planned planned(
            Project project,
            Engine engine,
            LiveBuilds.LiveBuild build,
            PlanOptions options,
            List<Output> outputs,
            EventBus events)
            throws InterruptedException {
        try {
            AbilityCheck.require(project.manifest(), engine, outputs);
            project.graph().actions().forEach(Action::requireReady);
            requireKnownBase(project);
            BaseFetch images = new BaseFetch(engine, options.platform(), pins);
            Base base = images.fetch(
                    project.manifest().base(),
                    "base",
                    project.manifest().baseLocation(),
                    options.pull(),
                    progress(events),
                    notices(events));
            requirePlatform(project, base, options);
            Optional<Toolbox> toolbox = fetchedTools(project, images, options.pull(), events);
            Manifest manifest = withTools(project.manifest(), toolbox);
            Plan plan = planner.plan(manifest, project.graph(), base, engine, options.useCache(), build::needs);
            return new Planned(manifest, toolbox, plan);
        } catch (ChandlerException e) {
            events.publish(new RunEvent.RunEnded(RunEvent.Outcome.FAILED, Duration.ZERO, 0, e.problems()));
            throw e;
        } catch (InterruptedException e) {
            events.publish(new RunEvent.RunEnded(RunEvent.Outcome.CANCELLED, Duration.ZERO, 0, List.of()));
            throw e;
        } catch (RuntimeException | Error e) {
            List<Problem> problems = List.of(Bugs.problem(e));
            events.publish(new RunEvent.RunEnded(RunEvent.Outcome.FAILED, Duration.ZERO, 0, problems));
            throw e;
        }
    }

    private static void requireKnownBase(Project project) {
        if (project.manifest().baseBuild().isPresent()) {
            throw new IllegalStateException(
                    "the base is not known yet: " + project.manifest().base());
        }
    }

    private static void requirePlatform(Project project, Base base, PlanOptions options) {
        if (options.platform().filter(wanted -> !base.platform().suits(wanted)).isPresent()) {
            throw new ManifestException(
                    Problem.of(
                                    "CH-PLAN-020",
                                    "base \"" + base.reference() + "\" is not for "
                                            + options.platform().get())
                            .at(project.manifest().baseLocation())
                            .because("it is for " + base.platform())
                            .remedy(
                                    "leave --platform and DOCKER_DEFAULT_PLATFORM out, or name a base that is for that platform"));
        }
    }
}
