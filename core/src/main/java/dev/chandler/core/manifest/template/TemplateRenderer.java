package dev.chandler.core.manifest.template;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceText;
import dev.chandler.core.manifest.value.Value;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the templates of one load, over the same variables.
 *
 * <p>FreeMarker is loaded with the first text that needs it. Not thread-safe. Whoever makes it closes it.
 */
public final class TemplateRenderer implements AutoCloseable {

    private final Map<String, Value> variables;
    private final boolean complete;
    private final String declaredUnder;
    private final ProblemLog problems;
    private final BoundedThread thread;
    private final SecureRandom random = new SecureRandom();
    private @Nullable Sandbox sandbox;

    /**
     * Makes a renderer.
     *
     * @param variables what all templates may use
     * @param complete whether these are all that the manifest declares; if not, nothing is said to be undefined
     * @param limit how long following them may take together
     * @param problems takes what is wrong with a template
     */
    public TemplateRenderer(Map<String, Value> variables, boolean complete, Duration limit, ProblemLog problems) {
        this(variables, complete, "vars", new BoundedThread(limit), problems);
    }

    private TemplateRenderer(
            Map<String, Value> variables,
            boolean complete,
            String declaredUnder,
            BoundedThread thread,
            ProblemLog problems) {
        this.complete = complete;
        this.declaredUnder = declaredUnder;
        this.variables = Map.copyOf(variables);
        this.thread = thread;
        this.problems = problems;
    }

    /**
     * A renderer over a module's parameters, and over none of these variables; it shares the limit of this one, and ends
     * with it.
     *
     * @param parameters what its templates may use
     * @param allOfThem whether these are all that are declared
     * @return the other renderer, which nobody has to close
     */
    public TemplateRenderer apart(Map<String, Value> parameters, boolean allOfThem) {
        return new TemplateRenderer(parameters, allOfThem, "parameters", thread, problems);
    }

    /**
     * Follows a file's template.
     *
     * @param source the file's text
     * @return what came out; empty where the template cannot be read, which was reported
     * @throws TemplateEnded if it had to be ended
     * @throws InterruptedException if cancelled
     */
    public Optional<RenderedFile> render(SourceText source) throws InterruptedException {
        if (!TemplateScanner.isTemplate(source.text())) {
            return Optional.of(new RenderedFile(PlacedText.of(source), List.of(), null, null, variables));
        }
        try {
            Optional<FileTemplate> template = parse(source, problems);
            return template.isEmpty() ? Optional.empty() : Optional.of(render(template.get()));
        } catch (ManifestException e) {
            e.problems().forEach(problems);
            return Optional.empty();
        }
    }

    private RenderedFile render(FileTemplate template) throws InterruptedException {
        Map<String, Value> withoutIt = new HashMap<>(variables);
        withoutIt.put("it", new Value.Deferred());
        FileTemplate.Pass pass = template.render(withoutIt);
        pass.problems().forEach(problems);
        pass.kept().forEach(kept -> kept.problem().ifPresent(problems));
        return new RenderedFile(pass.text(), pass.kept(), template.marks(), template, variables);
    }

    /**
     * One of the variables.
     *
     * @param name its name
     * @return its value, if there is such a variable
     */
    public Optional<Value> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    private Optional<FileTemplate> parse(SourceText source, ProblemLog log) throws InterruptedException {
        ProblemLog own = new ProblemLog();
        List<TemplateToken> tokens = new TemplateScanner(source, own).scan();
        if (own.isEmpty()) {
            new BlockPairing(source, own).check(tokens);
        }
        if (!own.isEmpty()) {
            own.sorted().forEach(log);
            return Optional.empty();
        }
        Marks marks = new Marks(random);
        RewrittenTemplate rewritten = new TemplateRewriter(source, tokens, marks).rewrite();
        return Optional.of(FileTemplate.parse(rewritten, sandbox(), marks, thread));
    }

    /**
     * Evaluates an expression written without brackets.
     *
     * @param expression the expression as written
     * @param place where it stands
     * @param it the item of a repeated step
     * @return its value; empty where there is none, which was reported
     * @throws TemplateEnded if it had to be ended
     * @throws InterruptedException if cancelled
     */
    public Optional<Value> evaluate(String expression, Location place, Optional<Value> it) throws InterruptedException {
        Map<String, Value> data = new HashMap<>(variables);
        it.ifPresent(item -> data.put("it", item));
        ProblemLog found = new ProblemLog();
        Optional<Value> value = evaluate(expression, place, data, found);
        found.sorted().forEach(problem -> problems.accept(ofExpression(problem, place)));
        return value.filter(some -> !(some instanceof Value.Failed));
    }

    private Optional<Value> evaluate(String expression, Location place, Map<String, Value> data, ProblemLog found)
            throws InterruptedException {
        SourceText source = new SourceText(place.file(), "[=" + expression + "]");
        if (!isOneInterpolation(source)) {
            found.accept(Problem.of("CH-MANIFEST-040", "this is no expression").because("it is \"" + expression + '"'));
            return Optional.empty();
        }
        try {
            Optional<FileTemplate> template = parse(source, found);
            if (template.isEmpty()) {
                return Optional.empty();
            }
            FileTemplate.Pass pass = template.get().render(data);
            pass.problems().forEach(found);
            pass.kept().forEach(kept -> kept.problem().ifPresent(found));
            return pass.kept().stream().findFirst().map(Kept::value);
        } catch (ManifestException e) {
            e.problems().forEach(found);
            return Optional.empty();
        } catch (TemplateEnded e) {
            throw new TemplateEnded(place, String.valueOf(e.getMessage()));
        }
    }

    private static Problem ofExpression(Problem problem, Location place) {
        boolean syntax = problem.code().equals("CH-MANIFEST-040");
        return syntax
                ? Problem.of(problem.code(), "this is no expression")
                        .at(place)
                        .because(problem.why().orElse(null))
                        .remedy("write it without brackets, such as: when: version == \"1\"")
                : problem.at(place);
    }

    private static boolean isOneInterpolation(SourceText source) {
        List<TemplateToken> tokens = new TemplateScanner(source, problem -> {}).scan();
        return tokens.size() == 1
                && tokens.get(0).kind() == TemplateToken.Kind.INTERPOLATION
                && tokens.get(0).end() == source.text().length();
    }

    private Sandbox sandbox() {
        if (sandbox == null) {
            sandbox = new Sandbox(complete, declaredUnder);
        }
        return sandbox;
    }

    @Override
    public void close() {
        thread.close();
    }
}
