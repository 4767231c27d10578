package dev.chandler.core.manifest.template;

import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.value.Value;
import freemarker.core.Environment;
import freemarker.core.InvalidReferenceException;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.TemplateModelException;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Notes what fails in a template and lets it go on, so that all that is wrong is found in one pass. */
final class FailureHandler implements TemplateExceptionHandler {

    private final RewrittenTemplate template;
    private final Recorder recorder;

    FailureHandler(RewrittenTemplate template, Recorder recorder) {
        this.template = template;
        this.recorder = recorder;
    }

    /** An error on its way up to the interpolation or the tag that asked for what failed. */
    private static final class Passed extends TemplateException {

        private static final long serialVersionUID = 1L;

        private final transient TemplateException original;

        Passed(TemplateException original, Environment environment) {
            super(original, environment);
            this.original = original;
        }
    }

    @Override
    public void handleTemplateException(TemplateException error, Environment environment, Writer out)
            throws TemplateException {
        TemplateException original = error instanceof Passed passed ? passed.original : error;
        Optional<Value> postponed = Postponed.behind(original);
        if (environment.isInAttemptBlock() && postponed.isEmpty()) {
            throw error;
        }
        TemplateException here = new TemplateException("", environment);
        if (!isOurs(here, environment)) {
            throw new Passed(original, environment);
        }
        int offset = template.sourceOffset(lineOf(here), columnOf(here));
        OptionalInt interpolation = template.interpolationStartingAt(offset);
        if (interpolation.isPresent()) {
            write(out, keep(interpolation.getAsInt(), original, postponed, environment));
        } else if (template.isInFunction(offset)) {
            throw new Passed(original, environment);
        } else if (postponed.isEmpty()) {
            recorder.problem(problem(original, offset, environment));
        } else if (postponed.get() instanceof Value.Deferred) {
            recorder.problem(TemplateProblems.itInTag(template.source().at(placeOf(original, offset, environment))));
        }
    }

    private String keep(int interpolation, TemplateException error, Optional<Value> postponed, Environment environment)
            throws TemplateModelException {
        if (postponed.isPresent()) {
            return recorder.keep(interpolation, postponed.get());
        }
        int offset = template.expressionOffset(interpolation);
        return recorder.keepFailure(interpolation, problem(error, offset, environment));
    }

    private Problem problem(TemplateException error, int offset, Environment environment)
            throws TemplateModelException {
        int place = placeOf(error, offset, environment);
        if (error instanceof InvalidReferenceException && error.getBlamedExpressionString() != null) {
            String expression = FreeMarkerWords.plain(error.getBlamedExpressionString());
            return KeepFunction.undefined(expression, environment)
                    .at(template.source().at(place));
        }
        String why = FreeMarkerWords.reason(error);
        if (why.startsWith("Instantiating ")) {
            return unavailable("?new", place);
        }
        if (why.startsWith("Can't use ?api")) {
            return unavailable("?api", place);
        }
        return TemplateProblems.failed(template.source().at(place), why);
    }

    private Problem unavailable(String builtIn, int place) {
        return Problem.of("CH-MANIFEST-045", builtIn + " is not available in a manifest")
                .at(template.source().at(place))
                .because("a manifest's template can neither make nor reach Java objects");
    }

    /** The blamed expression, where it stands in this template; else the tag or interpolation. */
    private int placeOf(TemplateException error, int offset, Environment environment) {
        boolean blames = error.getBlamedExpressionString() != null && isOurs(error, environment);
        return blames ? template.sourceOffset(lineOf(error), columnOf(error)) : offset;
    }

    private static boolean isOurs(TemplateException error, Environment environment) {
        String name = environment.getMainTemplate().getSourceName();
        return error.getLineNumber() != null && name.equals(error.getTemplateSourceName());
    }

    private static int lineOf(TemplateException error) {
        return orOne(error.getLineNumber());
    }

    private static int columnOf(TemplateException error) {
        return orOne(error.getColumnNumber());
    }

    private static int orOne(@Nullable Integer number) {
        return number == null ? 1 : number;
    }

    private static void write(Writer out, String mark) {
        try {
            out.write(mark);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }
}
