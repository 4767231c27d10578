package dev.chandler.core.manifest.template;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.value.Value;
import freemarker.core.Environment;
import freemarker.core.ParseException;
import freemarker.core.StopException;
import freemarker.core._CoreAPI;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateModel;
import java.io.IOException;
import java.io.StringReader;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** One file's template: read once, followed once, and once more for each item of a repeated step. Not thread-safe. */
final class FileTemplate {

    private final Sandbox sandbox;
    private final Marks marks;
    private final BoundedThread thread;
    private final RewrittenTemplate rewritten;
    private final Template template;

    private FileTemplate(
            Sandbox sandbox, Marks marks, BoundedThread thread, RewrittenTemplate rewritten, Template template) {
        this.sandbox = sandbox;
        this.marks = marks;
        this.thread = thread;
        this.rewritten = rewritten;
        this.template = template;
    }

    /** What one pass gave. */
    record Pass(PlacedText text, List<Kept> kept, List<Problem> problems) {}

    /**
     * Reads a template.
     *
     * @throws ManifestException if it cannot be read
     * @throws TemplateEnded if that takes too much
     * @throws InterruptedException if cancelled
     */
    static FileTemplate parse(RewrittenTemplate rewritten, Sandbox sandbox, Marks marks, BoundedThread thread)
            throws InterruptedException {
        try {
            Template template = thread.call(() -> parse(rewritten, sandbox));
            return new FileTemplate(sandbox, marks, thread, rewritten, template);
        } catch (ParseException e) {
            int offset = rewritten.sourceOffset(e.getLineNumber(), e.getColumnNumber());
            throw new ManifestException(
                    TemplateProblems.syntax(rewritten.source().at(offset), FreeMarkerWords.reason(e)), e);
        } catch (LimitExceeded e) {
            throw new TemplateEnded(begin(rewritten), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw asBug(e);
        }
    }

    Marks marks() {
        return marks;
    }

    private static Template parse(RewrittenTemplate rewritten, Sandbox sandbox) throws IOException {
        Template template = new Template(
                rewritten.source().name(),
                null,
                new StringReader(rewritten.text().text()),
                sandbox.configuration(),
                "UTF-8");
        _CoreAPI.addThreadInterruptedChecks(template);
        return template;
    }

    /**
     * Follows the template.
     *
     * @param variables what it may use
     * @throws ManifestException if it ended itself
     * @throws TemplateEnded if it had to be ended
     * @throws InterruptedException if cancelled
     */
    Pass render(Map<String, Value> variables) throws InterruptedException {
        Recorder recorder = new Recorder(rewritten, marks, null);
        PlacedText text = bounded(() -> markedText(recorder).assemble(follow(variables, recorder)));
        return new Pass(text, recorder.kept(), recorder.problems());
    }

    /**
     * Follows the template once more, for some of its values.
     *
     * @param variables what it may use
     * @param count how many values there were
     * @param wanted which of them are to be had; the others are unknown
     * @throws ManifestException if it ended itself
     * @throws TemplateEnded if it had to be ended
     * @throws InterruptedException if cancelled
     */
    List<Kept> again(Map<String, Value> variables, int count, BitSet wanted) throws InterruptedException {
        Recorder some = new Recorder(rewritten, marks, wanted);
        again(variables, count, some);
        if (!some.missedAny()) {
            return some.kept();
        }
        Recorder all = new Recorder(rewritten, marks, null);
        again(variables, count, all);
        return all.kept();
    }

    private void again(Map<String, Value> variables, int count, Recorder recorder) throws InterruptedException {
        bounded(() -> {
            String written = follow(variables, recorder);
            // Text that carries no mark is a value too, which is found when all is put together.
            return recorder.kept().size() == count
                    ? written
                    : markedText(recorder).assemble(written);
        });
    }

    private MarkedText markedText(Recorder recorder) {
        return new MarkedText(rewritten, marks, recorder);
    }

    private <T> T bounded(Callable<T> work) throws InterruptedException {
        try {
            return thread.call(work);
        } catch (StopException e) {
            throw new ManifestException(
                    TemplateProblems.failed(placeOf(e), "[#stop] ended it: " + FreeMarkerWords.reason(e)), e);
        } catch (TemplateException e) {
            throw new ManifestException(TemplateProblems.failed(placeOf(e), FreeMarkerWords.reason(e)), e);
        } catch (LimitExceeded e) {
            throw new TemplateEnded(begin(rewritten), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw asBug(e);
        }
    }

    private String follow(Map<String, Value> variables, Recorder recorder) throws TemplateException, IOException {
        MarkedText markedText = markedText(recorder);
        Map<String, TemplateModel> data = new HashMap<>();
        variables.forEach((name, value) -> data.put(name, ValueModels.of(value)));
        data.put("sh", new ShellQuote(markedText));
        data.put(TemplateRewriter.KEEP, new KeepFunction(rewritten, markedText, recorder, sandbox.format()));
        BoundedWriter out = new BoundedWriter(recorder.room());
        Environment environment =
                template.createProcessingEnvironment(new TemplateNames(data, sandbox.complete()), out);
        MarkFormat.record(environment, recorder);
        environment.setTemplateExceptionHandler(new FailureHandler(rewritten, recorder));
        environment.process();
        return out.text();
    }

    private Location placeOf(TemplateException error) {
        Integer line = error.getLineNumber();
        Integer column = error.getColumnNumber();
        if (line == null || column == null) {
            return begin(rewritten);
        }
        return rewritten.source().at(rewritten.sourceOffset(line, column));
    }

    /** Where a template begins that had to be ended: nobody knows which of its tags was the one too many. */
    private static Location begin(RewrittenTemplate rewritten) {
        return rewritten.source().at(rewritten.firstTag());
    }

    private static RuntimeException asBug(Exception e) {
        return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException("rendering failed", e);
    }
}
