package dev.chandler.core.manifest.template;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.SettingReader;
import freemarker.core.Environment;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes what an interpolation gave, keeps it aside, and gives a mark to write in its place. */
final class KeepFunction implements TemplateMethodModelEx {

    private static final Set<String> ALWAYS_THERE = Set.of(
            "it",
            "sh",
            TemplateRewriter.KEEP,
            "capture_output",
            "compress",
            "html_escape",
            "normalize_newlines",
            "xml_escape");
    private static final String SIMPLE_NAME = "[A-Za-z_][A-Za-z0-9_]*";

    private final RewrittenTemplate template;
    private final MarkedText markedText;
    private final Recorder recorder;
    private final MarkFormat format;

    KeepFunction(RewrittenTemplate template, MarkedText markedText, Recorder recorder, MarkFormat format) {
        this.template = template;
        this.markedText = markedText;
        this.recorder = recorder;
        this.format = format;
    }

    @Override
    @SuppressWarnings("rawtypes") // FreeMarker's interface is older than type arguments.
    public Object exec(List arguments) throws TemplateModelException {
        int interpolation =
                ((TemplateNumberModel) arguments.get(0)).getAsNumber().intValue();
        TemplateModel model = (TemplateModel) arguments.get(1);
        if (model instanceof MarkFormat.Marked) {
            return model;
        }
        return format.fromMarkup(keep(interpolation, model));
    }

    private String keep(int interpolation, @Nullable TemplateModel model) throws TemplateModelException {
        if (model == null) {
            if (Environment.getCurrentEnvironment().isInAttemptBlock()) {
                throw new TemplateModelException("undefined");
            }
            return recorder.wantsNext()
                    ? recorder.keepFailure(interpolation, undefined(interpolation))
                    : recorder.skip(interpolation);
        }
        if (!recorder.wantsNext()) {
            return recorder.skip(interpolation);
        }
        if (model instanceof UnknownModel unknown) {
            return recorder.keep(interpolation, unknown.value());
        }
        return recorder.keep(interpolation, new ModelValues(markedText).read(model));
    }

    private Problem undefined(int interpolation) throws TemplateModelException {
        String expression = template.expression(interpolation);
        return undefined(expression, Environment.getCurrentEnvironment()).at(template.expressionPlace(interpolation));
    }

    /** What the user named; not what is always there, nor the companions of a loop's variable. */
    private static Set<String> known(Environment environment) throws TemplateModelException {
        Set<String> known = new TreeSet<>();
        for (Object name : environment.getKnownVariableNames()) {
            known.add(name.toString());
        }
        known.removeIf(name -> name.endsWith("_has_next") || ALWAYS_THERE.contains(name) || isLoopIndex(name, known));
        return known;
    }

    private static boolean isLoopIndex(String name, Set<String> known) {
        return name.endsWith("_index") && known.contains(name.substring(0, name.length() - "_index".length()));
    }

    /** The problem of an expression that gives nothing. */
    static Problem undefined(String expression, Environment environment) throws TemplateModelException {
        Problem problem = Problem.of("CH-MANIFEST-041", "\"" + expression + "\" is undefined");
        if (!expression.matches(SIMPLE_NAME)) {
            return problem.remedy("where it may be missing, give a default: [=(" + expression + ")!\"…\"]");
        }
        Set<String> known = known(environment);
        return problem.because(known.isEmpty() ? null : "known here: " + String.join(", ", known))
                .remedy(SettingReader.didYouMean(expression, known)
                        .orElse("declare it under " + Sandbox.declaredUnder(environment) + ":, or give a default: [="
                                + expression + "!\"…\"]"));
    }
}
