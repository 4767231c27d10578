package dev.chandler.core.manifest;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.ManifestModel;
import dev.chandler.core.manifest.model.ModuleModel;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.template.TemplateRenderer;
import dev.chandler.core.manifest.value.Value;
import dev.chandler.core.manifest.variable.Parameters;
import dev.chandler.core.manifest.variable.VariableReader;
import dev.chandler.core.manifest.yaml.Tree;
import dev.chandler.core.module.ModuleDescription;
import dev.chandler.core.module.ModuleFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads what a module does, for one use of it: its file is a template that sees its parameters, and nothing of its user's. */
final class ModuleReader {

    private final TemplateRenderer renderer;
    private final TreeResolver resolver;
    private final ProblemLog problems;

    /**
     * Makes a reader.
     *
     * @param renderer what bounds the time of all templates together
     * @param resolver what bounds the text of all values together
     */
    ModuleReader(TemplateRenderer renderer, TreeResolver resolver, ProblemLog problems) {
        this.renderer = renderer;
        this.resolver = resolver;
        this.problems = problems;
    }

    /**
     * What a module does.
     *
     * @param module the module with its parameters
     * @param unused steps that are repeated for no item
     */
    record Content(
            UsedModule module,
            Map<String, String> env,
            List<ResolvedStep> install,
            List<ResolvedStep> script,
            List<ResolvedStep> unused) {}

    /**
     * Reads one; what is wrong is reported.
     *
     * @param alias what the ids of its steps begin with
     * @param used is told of the module before its steps are looked at
     */
    Content read(ResolvedStep.Use use, ModuleFolder folder, String alias, Consumer<UsedModule> used)
            throws InterruptedException {
        Parameters parameters = parameters(folder);
        Map<String, Value> values = values(use, folder, parameters);
        UsedModule module = new UsedModule(alias, folder, Value.strings(values), use.place());
        used.accept(module);
        return read(module, renderer.apart(values, parameters.isComplete()));
    }

    /** Holds what a use gives that is repeated for no item against the parameters; no value of an item is known. */
    void check(ResolvedStep.Use use, ModuleFolder folder) {
        values(use, folder, parameters(folder));
    }

    private Parameters parameters(ModuleFolder folder) {
        VariableReader declared = new VariableReader(problems);
        folder.description().parameters().ifPresent(declared::add);
        return declared.parameters();
    }

    private static Map<String, Value> values(ResolvedStep.Use use, ModuleFolder folder, Parameters parameters) {
        String module = "the module \"" + folder.description().name() + "\"";
        return parameters.values(use.with(), module, use.place());
    }

    private Content read(UsedModule module, TemplateRenderer own) throws InterruptedException {
        ModuleDescription description = module.module().description();
        SourceFile file = new SourceFile(
                module.module().folder().resolve(ModuleDescription.FILE),
                module.module().folder(),
                description.body());
        RootReader reader = new RootReader(own, "a module", "name: …, install: …", ModuleModel.BLOCKS, problems);
        Tree.Fields root = allowed(reader.read(file, description.body()));
        TreeResolver values = resolver.apart(reader.rendered());
        StepExpander expander = new StepExpander(values, own, problems);
        List<ResolvedStep> install = expander.install(steps(root, "install"));
        List<ResolvedStep> script = expander.script(steps(root, "script"));
        return new Content(module, env(values, root), install, script, expander.unused());
    }

    /** What a manifest says of hosts and images is the user's own affair; anything else nobody knows. */
    private Tree.Fields allowed(Tree.Fields root) {
        List<Tree.Entry> entries = new ArrayList<>();
        for (Tree.Entry entry : root.entries()) {
            String key = entry.key().text();
            if (ModuleModel.BODY.names().contains(key)) {
                entries.add(entry);
            } else if (!ModuleModel.BLOCKS.contains(key)) {
                problems.accept(unknown(entry.key(), key));
            }
        }
        return new Tree.Fields(root.file(), root.place(), entries);
    }

    private static Problem unknown(Tree.Scalar place, String key) {
        if (ManifestModel.MANIFEST.names().contains(key)) {
            return Problem.of("CH-MODULE-001", "\"" + key + "\" cannot stand in a module")
                    .at(place.place())
                    .because("it is for whoever uses the module to say")
                    .remedy("take it out; a module has " + String.join(", ", ModuleModel.BODY.names()));
        }
        List<String> known = new ArrayList<>(ModuleModel.BLOCKS);
        known.addAll(ModuleModel.BODY.names());
        return Problem.of("CH-MANIFEST-010", "unknown key \"" + key + "\"")
                .at(place.place())
                .because("known here: " + String.join(", ", known))
                .remedy(SettingReader.didYouMean(key, known).orElse(null));
    }

    private static Optional<Tree> steps(Tree.Fields root, String key) {
        return root.entry(key).map(Tree.Entry::value).filter(tree -> !tree.isAbsent());
    }

    private Map<String, String> env(TreeResolver values, Tree.Fields root) {
        List<Tree.Entry> env = root.entries().stream()
                .filter(entry ->
                        entry.key().text().equals("env") && !entry.value().isAbsent())
                .toList();
        Setting settings = values.setting(new Tree.Fields(root.file(), root.place(), env));
        SettingReader reader = SettingReader.of(settings, ModuleModel.BODY, problems);
        return new EnvironmentReader(problems).read(reader, "env");
    }
}
