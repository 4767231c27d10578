package dev.chandler.core.manifest;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.lint.SecretLint;
import dev.chandler.core.manifest.model.ManifestModel;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceReader;
import dev.chandler.core.manifest.template.TemplateEnded;
import dev.chandler.core.manifest.template.TemplateRenderer;
import dev.chandler.core.manifest.value.Value;
import dev.chandler.core.manifest.variable.VariableReader;
import dev.chandler.core.manifest.variable.Variables;
import dev.chandler.core.manifest.yaml.Tree;
import dev.chandler.core.manifest.yaml.YamlReader;
import dev.chandler.core.module.ModuleResolver;
import dev.chandler.core.module.ModuleUse;
import dev.chandler.core.module.ResolvedModules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One load, stage by stage; what is wrong is collected up to the end. Used once. */
final class ManifestResolution {

    private static final Set<String> STEP_LISTS = Set.of("modules", "install", "script");
    private static final List<String> BLOCKS = List.of("vars", "include");

    private final ManifestRequest request;
    private final Set<String> provisioners;
    private final Consumer<String> unknownProvisioner;
    private final ModuleResolver modules;
    private final Duration templateLimit;
    private final ProblemLog problems = new ProblemLog();
    private final List<EngineException> unreachable = new ArrayList<>();
    private Optional<ModuleExpansion> expansion = Optional.empty();
    private boolean complete = true;

    ManifestResolution(
            ManifestRequest request,
            Set<String> provisioners,
            Consumer<String> unknownProvisioner,
            ModuleResolver modules,
            Duration templateLimit) {
        this.request = request;
        this.provisioners = provisioners;
        this.unknownProvisioner = unknownProvisioner;
        this.modules = modules;
        this.templateLimit = templateLimit;
    }

    /** A manifest, and what it was made from. */
    private record Resolved(Manifest manifest, Setting root, ModuleExpansion.Steps steps) {}

    Manifest manifest(FurtherProblems further) throws InterruptedException {
        return resolve(further).manifest();
    }

    RenderedManifest rendered() throws InterruptedException {
        Resolved resolved = resolve(manifest -> List.of());
        String text = new ManifestWriter(resolved.manifest()).write(resolved.root(), resolved.steps());
        return new RenderedManifest(text, resolved.manifest().warnings());
    }

    private Resolved resolve(FurtherProblems further) throws InterruptedException {
        SourceReader reader = new SourceReader(request.workingDirectory(), problems);
        Path path = request.workingDirectory()
                .toAbsolutePath()
                .resolve(request.path())
                .normalize();
        Path file = ProjectFolder.manifest(path, reader);
        ManifestFiles files = new ManifestFiles(reader, ProjectFolder.root(file), problems);
        List<ManifestPart> parts = files.read(file);
        complete = files.isComplete();
        if (parts.isEmpty()) {
            problems.throwIfAny();
        }
        VariableReader declared = new VariableReader(problems);
        parts.forEach(part -> part.variables().ifPresent(declared::add));
        Variables variables = declared.variables(complete);
        give(variables, reader);
        Resolved resolved = resolve(parts, variables, file);
        if (!problems.isEmpty() || !unreachable.isEmpty()) {
            further.of(resolved.manifest()).forEach(problems);
            throw wrong();
        }
        return resolved;
    }

    /** What is wrong with the manifest, and with the places of its modules: it is the user's to mend as soon as any of it is. */
    private ChandlerException wrong() {
        if (problems.isEmpty()) {
            return unreachable.get(0);
        }
        unreachable.forEach(each -> each.problems().forEach(problems));
        UsedAt used = new UsedAt(expansion.map(ModuleExpansion::used).orElse(List.of()));
        return new ManifestException(
                problems.sorted().stream().map(used::explained).toList());
    }

    private void give(Variables variables, SourceReader reader) {
        variables.giveEnvironment(request.environment());
        for (Path file : request.variableFiles()) {
            reader.read(file)
                    .flatMap(read ->
                            new YamlReader(read, PlacedText.of(read.content()), shown -> shown, problems).read())
                    .ifPresent(variables::giveFile);
        }
        variables.giveArguments(request.variables());
    }

    private Resolved resolve(List<ManifestPart> parts, Variables variables, Path file) throws InterruptedException {
        Map<String, Value> values = variables.values();
        try (TemplateRenderer renderer =
                new TemplateRenderer(values, variables.isComplete(), templateLimit, problems)) {
            return resolve(parts, variables, values, file, renderer);
        } catch (TemplateEnded e) {
            problems.accept(e.problem());
            throw wrong();
        }
    }

    private Resolved resolve(
            List<ManifestPart> parts,
            Variables variables,
            Map<String, Value> values,
            Path file,
            TemplateRenderer renderer)
            throws InterruptedException {
        RootReader roots = new RootReader(renderer, "a manifest", "base: …, install: …", BLOCKS, problems);
        TreeResolver resolver = new TreeResolver(roots.rendered(), problems);
        Tree.Fields root = merged(parts, roots, new TreeMerge(resolver, problems));
        complete &= roots.isComplete();
        StepExpander expander = new StepExpander(resolver, renderer, problems);
        ModuleExpansion.Steps written = new ModuleExpansion.Steps(
                expander.modules(steps(root, "modules")),
                expander.install(steps(root, "install")),
                expander.script(steps(root, "script")));
        ModuleExpansion modulesIn =
                new ModuleExpansion(modulesOf(written), new ModuleReader(renderer, resolver, problems), problems);
        expansion = Optional.of(modulesIn);
        ModuleExpansion.Steps steps = modulesIn.expanded(written);
        Setting settings = resolver.setting(withoutSteps(root));
        Map<String, SecretSpec> secrets = new SecretsReader(problems)
                .read(
                        Optional.ofNullable(settings.entries().get("secrets")).map(Setting.Entry::value),
                        (secret, source) -> secretDirectory(root, secret, source));
        checkUnused(expander.unused(), secrets);
        modulesIn.check(expander.unused(), request.workingDirectory());
        List<Problem> warnings = new ArrayList<>(variables.warnings());
        warnings.addAll(SecretLint.warnings(settings, steps.singles()));
        Manifest manifest = manifest(
                settings, root, Value.strings(values), secrets, steps, file, modulesIn.used(), List.copyOf(warnings));
        return new Resolved(manifest, settings, written);
    }

    /** Which modules are meant; where that cannot be had, it is reported, and none is looked into. */
    private Optional<ResolvedModules> modulesOf(ModuleExpansion.Steps steps) throws InterruptedException {
        List<ModuleUse> uses = steps.uses().map(ModuleRequirements::asked).toList();
        if (uses.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(modules.resolve(uses));
        } catch (ManifestException e) {
            e.problems().forEach(problems);
            return Optional.empty();
        } catch (EngineException e) {
            unreachable.add(e);
            return Optional.empty();
        }
    }

    /** Apart from the others, for their names are nobody else's. */
    private void checkUnused(List<ResolvedStep> steps, Map<String, SecretSpec> secrets) {
        stepsReader(secrets).check(steps);
    }

    private StepsReader stepsReader(Map<String, SecretSpec> secrets) {
        return new StepsReader(new ActionReader(provisioners, unknownProvisioner, problems), secrets, problems);
    }

    private static Tree.Fields merged(List<ManifestPart> parts, RootReader roots, TreeMerge merge)
            throws InterruptedException {
        ManifestPart last = parts.get(parts.size() - 1);
        Tree.Fields merged = new Tree.Fields(last.file(), last.body().at(0), List.of());
        for (ManifestPart part : parts) {
            merged = merge.over(merged, roots.read(part.file(), part.body()));
        }
        return merged;
    }

    private static Optional<Tree> steps(Tree.Fields root, String key) {
        return root.entry(key).map(Tree.Entry::value).filter(tree -> !tree.isAbsent());
    }

    private static Tree.Fields withoutSteps(Tree.Fields root) {
        List<Tree.Entry> entries = new ArrayList<>(root.entries());
        entries.removeIf(entry -> STEP_LISTS.contains(entry.key().text())
                || (ManifestModel.mayBeEmpty(entry.key().text())
                        && entry.value().isAbsent()));
        return new Tree.Fields(root.file(), root.place(), entries);
    }

    private Manifest manifest(
            Setting settings,
            Tree.Fields root,
            Map<String, String> variables,
            Map<String, SecretSpec> secrets,
            ModuleExpansion.Steps resolved,
            Path file,
            List<UsedModule> used,
            List<Problem> warnings) {
        SettingReader reader = SettingReader.of(settings, ManifestModel.MANIFEST, problems);
        Optional<String> name = new StepName(problems).read(reader);
        Optional<BaseReader.PlacedBase> base = new BaseReader(problems).read(reader, directory(root, "base"));
        if (base.isEmpty()
                && complete
                && !settings.entries().containsKey("language")
                && !settings.entries().containsKey("base")) {
            problems.accept(BaseReader.missing(settings.location()));
        }
        InstanceReader instances = new InstanceReader(problems);
        InstanceSettings instance = instances.read(reader.any("instance"));
        List<MountSpec> mounts = new MountsReader(problems).read(reader.any("mounts"), mountDirectories(root));
        Optional<ToolboxSource> toolbox =
                new ToolboxReader(problems).read(reader.any("toolbox"), directory(root, "toolbox"));
        Map<String, String> env = new EnvironmentReader(problems).read(reader, "env");
        reader.any("secrets");
        StepsReader steps = stepsReader(secrets);
        List<StepSpec> installed = steps.install(resolved.modules(), resolved.install());
        List<TestSpec> tests = steps.script(resolved.script());
        ArtifactSettings artifact =
                new ArtifactReader(request.environment(), outputDirectory(root), problems).read(reader.any("artifact"));
        STEP_LISTS.stream().sorted().forEach(reader::any);
        BLOCKS.forEach(reader::any);
        reader.finish();
        BaseReader.PlacedBase found = base.orElseGet(() -> unknownBase(settings.location()));
        return new Manifest(
                name.orElseGet(() -> folderName(file)),
                found.base(),
                found.place(),
                found.build(),
                InstanceSection.of(instance, instances.places(), mounts, toolbox),
                env,
                variables,
                secrets,
                installed,
                tests,
                artifact,
                ProjectFolder.folderOf(file),
                used,
                warnings);
    }

    /** Stands for a base that was reported, in a manifest that only serves to find further problems. */
    private static BaseReader.PlacedBase unknownBase(Location place) {
        return new BaseReader.PlacedBase(new BaseReference.Image("unknown"), place);
    }

    /** The folder of the file that names it. */
    private static Path directory(Tree.Fields root, String key) {
        return root.entry(key)
                .map(entry -> entry.value().file().directory())
                .orElse(root.file().directory());
    }

    /** A list is some file's as a whole, whatever the others say of the artifact. */
    private static Path outputDirectory(Tree.Fields root) {
        Optional<Tree> outputs = root.entry("artifact")
                .map(Tree.Entry::value)
                .flatMap(
                        artifact -> artifact instanceof Tree.Fields fields ? fields.entry("outputs") : Optional.empty())
                .map(Tree.Entry::value);
        return outputs.orElse(root).file().directory();
    }

    /** Those of the items, for each may stand in a file of its own. */
    private static List<Path> mountDirectories(Tree.Fields root) {
        Optional<Tree> mounts = root.entry("mounts").map(Tree.Entry::value);
        if (mounts.isPresent()
                && mounts.get() instanceof Tree.Items items
                && !items.items().isEmpty()) {
            return items.items().stream().map(item -> item.file().directory()).toList();
        }
        return List.of(mounts.map(Tree::file).orElse(root.file()).directory());
    }

    /** The folder of the file that names a secret's source; the manifest's where a template has made it. */
    private static Path secretDirectory(Tree.Fields root, String secret, String source) {
        Tree at = root;
        for (String key : List.of("secrets", secret, source)) {
            Optional<Tree> next =
                    at instanceof Tree.Fields fields ? fields.entry(key).map(Tree.Entry::value) : Optional.empty();
            if (next.isEmpty()) {
                break;
            }
            at = next.get();
        }
        return at.file().directory();
    }

    private static String folderName(Path file) {
        Path name = ProjectFolder.folderOf(file).getFileName();
        return name == null ? "root" : name.toString();
    }
}
