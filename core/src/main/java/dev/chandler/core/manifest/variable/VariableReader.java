package dev.chandler.core.manifest.variable;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.yaml.Tree;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts the declarations of all files together. Used once. */
public final class VariableReader {

    private final ProblemLog problems;
    private final Map<String, Declaration> declarations = new LinkedHashMap<>();
    private boolean complete = true;

    /**
     * Makes a reader.
     *
     * @param problems takes what is wrong with a declaration
     */
    public VariableReader(ProblemLog problems) {
        this.problems = problems;
    }

    /**
     * Adds the declarations of a file; later files win.
     *
     * @param variables what stands behind {@code vars:}
     */
    public void add(Tree variables) {
        if (variables.isAbsent()) {
            return;
        }
        if (!(variables instanceof Tree.Fields fields)) {
            complete = false;
            problems.accept(Problem.of("CH-MANIFEST-011", "expected a map of variables, found " + variables.typeName())
                    .at(variables.place()));
            return;
        }
        for (Tree.Entry entry : fields.entries()) {
            new DeclarationReader(entry, problems)
                    .read()
                    .ifPresentOrElse(
                            this::add,
                            () -> declarations.putIfAbsent(entry.key().text(), Declaration.unreadable(entry)));
        }
    }

    private void add(Declaration declaration) {
        Declaration included = declarations.get(declaration.name());
        if (included == null || included.isUnreadable()) {
            declarations.put(declaration.name(), declaration);
        } else if (included.type() != declaration.type()) {
            problems.accept(Problem.of("CH-MANIFEST-034", "\"" + declaration.name() + "\" is declared with two types")
                    .at(declaration.place())
                    .because("here it is " + declaration.type().withArticle() + ", at " + included.place() + " "
                            + included.type().withArticle())
                    .remedy("give both the same type; the short form of a scalar is text"));
        } else {
            declarations.put(declaration.name(), declaration.over(included));
        }
    }

    /**
     * The same as parameters of a module.
     *
     * @return the parameters, which have no values yet
     */
    public Parameters parameters() {
        return new Parameters(declarations, complete, problems);
    }

    /**
     * Everything declared.
     *
     * @param allRead whether all files could be read
     * @return the variables, which have no values yet
     */
    public Variables variables(boolean allRead) {
        return new Variables(declarations, complete && allRead, problems);
    }
}
