package dev.chandler.core.manifest.template;

import freemarker.core.CommonMarkupOutputFormat;
import freemarker.core.CommonTemplateMarkupOutputModel;
import freemarker.core.Environment;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** An output format in which a value is escaped by keeping it aside and writing a mark. */
final class MarkFormat extends CommonMarkupOutputFormat<MarkFormat.Marked> {

    private static final String RECORDER = "chandler.recorder";

    /** Output that holds marks: a captured block, or one value. */
    static final class Marked extends CommonTemplateMarkupOutputModel<Marked> {

        private final MarkFormat format;

        Marked(MarkFormat format, @Nullable String plain, @Nullable String marked) {
            super(plain, marked);
            this.format = format;
        }

        @Override
        public MarkFormat getOutputFormat() {
            return format;
        }
    }

    static void record(Environment environment, Recorder recorder) {
        environment.setCustomAttribute(RECORDER, recorder);
    }

    static Recorder recorder(Environment environment) {
        Object recorder = environment.getCustomAttribute(RECORDER);
        if (recorder instanceof Recorder found) {
            return found;
        }
        throw new IllegalStateException("a template is rendered without a recorder");
    }

    @Override
    public String getName() {
        return "marks";
    }

    @Override
    public @Nullable String getMimeType() {
        return null;
    }

    @Override
    public void output(String plain, Writer out) throws IOException {
        out.write(escapePlainText(plain));
    }

    @Override
    public String escapePlainText(String plain) {
        return recorder(Environment.getCurrentEnvironment()).keepText(plain, 0);
    }

    @Override
    public boolean isLegacyBuiltInBypassed(String name) {
        return false;
    }

    @Override
    protected Marked newTemplateMarkupOutputModel(@Nullable String plain, @Nullable String marked) {
        return new Marked(this, plain, marked);
    }
}
