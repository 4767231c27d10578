package dev.chandler.core.graph;

import dev.chandler.api.cache.Notes;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.BuildFiles;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.ClientNotes;
import dev.chandler.core.manifest.ActionSpec;
import dev.chandler.core.manifest.BuildNeed;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.manifest.StepSpec;
import dev.chandler.core.manifest.TestSpec;
import dev.chandler.core.manifest.UnknownBuild;
import dev.chandler.core.manifest.UsedAt;
import dev.chandler.core.manifest.UsedModule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes the graph of a manifest: has every step prepared by its provisioner, and collects what is wrong with them. */
public final class GraphBuilder {

    /** What a step's text is run by where the manifest names no shell. */
    private static final List<String> DEFAULT_SHELL = List.of("/bin/sh", "-ec");

    private final ProvisionerCatalog provisioners;
    private final Map<String, String> clientEnvironment;
    private final CacheStorage cache;
    private final OtherBuilds builds;

    /**
     * Makes a builder.
     *
     * @param provisioners the provisioners there are
     * @param cache where provisioners keep notes
     * @param clientEnvironment the client's environment, for provisioners that look into it
     * @param builds the builds of the manifest's project
     */
    public GraphBuilder(
            ProvisionerCatalog provisioners,
            CacheStorage cache,
            Map<String, String> clientEnvironment,
            OtherBuilds builds) {
        this.provisioners = provisioners;
        this.cache = cache;
        this.builds = builds;
        this.clientEnvironment = Map.copyOf(clientEnvironment);
    }

    /**
     * Makes the graph.
     *
     * @param manifest what is to be built
     * @return the graph
     * @throws ManifestException with all that provisioners find wrong with the settings of their steps
     * @throws InterruptedException if cancelled
     */
    public StepGraph build(Manifest manifest) throws InterruptedException {
        Preparation preparation = new Preparation(manifest);
        List<Task> tasks = new ArrayList<>();
        for (StepSpec step : manifest.install()) {
            preparation.task(step).ifPresent(tasks::add);
        }
        List<Test> tests = new ArrayList<>();
        for (TestSpec test : manifest.script()) {
            preparation.test(test).ifPresent(tests::add);
        }
        if (!preparation.problems.isEmpty()) {
            throw new ManifestException(preparation.problems.stream()
                    .map(new UsedAt(manifest.modules())::explained)
                    .toList());
        }
        return new StepGraph(manifest.name(), manifest.base().toString(), List.copyOf(tasks), List.copyOf(tests), true);
    }

    /**
     * Finds what provisioners have to say against the settings of their steps.
     *
     * @param manifest a manifest, also one of which not everything could be read
     * @return the problems, none where all is well
     * @throws InterruptedException if cancelled
     */
    public List<Problem> problems(Manifest manifest) throws InterruptedException {
        Preparation preparation = new Preparation(manifest);
        for (StepSpec step : manifest.install()) {
            preparation.task(step);
        }
        for (TestSpec test : manifest.script()) {
            preparation.test(test);
        }
        return List.copyOf(preparation.problems);
    }

    private final class Preparation {

        private final Manifest manifest;
        private final List<Problem> problems = new ArrayList<>();

        Preparation(Manifest manifest) {
            this.manifest = manifest;
            manifest.baseBuild().flatMap(GraphBuilder.this::unknownBuild).ifPresent(problems::add);
        }

        Optional<Task> task(StepSpec step) throws InterruptedException {
            boolean parallel = step instanceof StepSpec.Parallel;
            List<List<Action>> branches = new ArrayList<>();
            if (step instanceof StepSpec.Parallel block) {
                for (List<ActionSpec> branch : block.branches()) {
                    List<Action> actions = actions(branch);
                    actions.forEach(this::requireChange);
                    branches.add(actions);
                }
            } else {
                branches.add(actions(List.of((ActionSpec) step)));
            }
            return branches.stream().anyMatch(List::isEmpty)
                    ? Optional.empty()
                    : Optional.of(new Task(step.id(), List.copyOf(branches), parallel, step.location()));
        }

        Optional<Test> test(TestSpec test) throws InterruptedException {
            List<Action> actions = actions(test.actions());
            return actions.isEmpty() ? Optional.empty() : Optional.of(new Test(test.id(), actions, test.location()));
        }

        private List<Action> actions(List<ActionSpec> specs) throws InterruptedException {
            List<Action> actions = new ArrayList<>();
            for (ActionSpec spec : specs) {
                action(spec).ifPresent(actions::add);
            }
            return List.copyOf(actions);
        }

        private Optional<Action> action(ActionSpec spec) throws InterruptedException {
            try {
                Provisioner provisioner = provisioners.provisioner(spec.provisioner());
                if (spec.module().isPresent() && !provisioner.servesModules()) {
                    problems.add(notForModules(spec));
                    return Optional.empty();
                }
                List<BuildNeed> needs = new ArrayList<>();
                PreparedStep prepared = prepare(provisioner, spec, needs);
                requireNothingRegistered(spec, prepared);
                requireReader(spec, prepared);
                Map<String, String> env = new LinkedHashMap<>(manifest.env());
                env.putAll(spec.env());
                return Optional.of(new Action(spec, prepared, provisioner.keyVersion(), env, List.copyOf(needs)));
            } catch (ManifestException e) {
                problems.addAll(e.problems());
                return Optional.empty();
            } catch (RuntimeException | LinkageError e) {
                throw ProvisionerBug.in(spec, e);
            }
        }

        /** What does not fit is a problem of the manifest also where the provisioner stumbles over it, or takes no notice. */
        private PreparedStep prepare(Provisioner provisioner, ActionSpec spec, List<BuildNeed> needs)
                throws InterruptedException {
            SettingKey settings = Objects.requireNonNull(provisioner.settings(), "settings() gives null");
            List<Problem> unfit = ShapeCheck.of(spec.settings(), settings);
            try {
                PreparedStep prepared = Objects.requireNonNull(
                        provisioner.prepare(request(manifest, spec, needs)), "prepare() gives null");
                if (unfit.isEmpty()) {
                    return prepared;
                }
            } catch (ManifestException e) {
                throw new ManifestException(ShapeCheck.together(e.problems(), unfit));
            } catch (RuntimeException | LinkageError e) {
                if (unfit.isEmpty()) {
                    throw e;
                }
            }
            throw new ManifestException(unfit);
        }

        private Problem notForModules(ActionSpec spec) {
            return Problem.of("CH-MODULE-012", "\"" + spec.provisioner() + "\" cannot stand in a module")
                    .at(spec.provisionerLocation())
                    .because("a module may come from anybody, and it does not say that it keeps the client from such"
                            + " steps")
                    .remedy("put the step into the manifest");
        }

        private void requireNothingRegistered(ActionSpec spec, PreparedStep prepared) {
            if (spec.register().isPresent() && !prepared.changesState()) {
                problems.add(Problem.of("CH-GET-002", "a step of " + spec.provisioner() + " has nothing to register")
                        .at(spec.register().get().location())
                        .because("it leaves no state that what is registered could belong to")
                        .remedy("register the output of a command"));
            }
        }

        /** What else runs in a block may be writing just what such a step would take. */
        private void requireChange(Action action) {
            if (!action.changesState()) {
                problems.add(Problem.of(
                                "CH-GET-001",
                                "step \"" + action.id()
                                        + "\" takes something out of the instance while others write to it")
                        .at(action.spec().location())
                        .because("a step of " + action.spec().provisioner() + " in a parallel block")
                        .remedy("put it after the block"));
            }
        }

        private void requireReader(ActionSpec spec, PreparedStep prepared) {
            if (!spec.secrets().isEmpty() && !prepared.runsCommands()) {
                problems.add(Problem.of("CH-SECRET-003", "step \"" + spec.id() + "\" lists secrets and runs no command")
                        .at(spec.location())
                        .because("only a command in the instance can read $CHANDLER_SECRETS")
                        .remedy("take secrets: out of this step"));
            }
        }
    }

    private Optional<Problem> unknownBuild(BuildNeed need) {
        Set<String> names = builds.names();
        if (names.contains(need.build())) {
            return Optional.empty();
        }
        return Optional.of(UnknownBuild.problem(need, names));
    }

    private BuildFiles files(Setting name, List<BuildNeed> needs) {
        BuildNeed need = new BuildNeed(name.text(), name.location());
        unknownBuild(need).ifPresent(problem -> {
            throw new ManifestException(problem);
        });
        needs.add(need);
        return builds.files(need.build());
    }

    private ProvisionRequest request(Manifest manifest, ActionSpec spec, List<BuildNeed> needs) {
        return new Request(
                spec.settings(),
                spec.beside(),
                spec.directory(),
                boundary(spec).orElseGet(() -> ProjectFolder.of(manifest.directory())),
                boundary(spec),
                spec.shell().orElse(DEFAULT_SHELL),
                spec.workdir(),
                spec.module().map(UsedModule::parameters).orElse(manifest.variables()),
                spec.module().isPresent() ? environmentOfModules(spec.provisioner()) : clientEnvironment,
                manifest.instance().toolbox().isPresent(),
                new ClientNotes(cache, spec.provisioner()),
                name -> spec.module().isPresent() ? noBuild(name) : files(name, needs));
    }

    /** Where the provisioner's program is, and none of the servers and tokens that are the user's. */
    private Map<String, String> environmentOfModules(String provisioner) {
        String program = "CHANDLER_" + provisioner.replace('-', '_').toUpperCase(Locale.ROOT);
        Map<String, String> own = new HashMap<>(clientEnvironment);
        own.keySet().retainAll(Set.of("PATH", program));
        return own;
    }

    private static BuildFiles noBuild(Setting name) {
        throw new ManifestException(Problem.of("CH-MODULE-018", "a module cannot copy out of a build")
                .at(name.location())
                .because("it sees its parameters alone, and nothing of the project that uses it")
                .remedy("copy it in the manifest, with a step before or after the module"));
    }

    private static Optional<Path> boundary(ActionSpec spec) {
        return spec.module().map(used -> used.module().folder());
    }

    private record Request(
            Setting settings,
            Map<String, Setting> beside,
            Path directory,
            Path project,
            Optional<Path> boundary,
            List<String> shell,
            Optional<String> workdir,
            Map<String, String> variables,
            Map<String, String> clientEnvironment,
            boolean hasToolbox,
            Notes notes,
            Function<Setting, BuildFiles> files)
            implements ProvisionRequest {

        @Override
        public BuildFiles build(Setting name) {
            return files.apply(name);
        }
    }
}
