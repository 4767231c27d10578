package dev.chandler.core.manifest.template;

import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.value.Value;
import freemarker.core.TemplateMarkupOutputModel;
import freemarker.template.TemplateModelException;

/** Takes apart what a template wrote: text of the template, marks of values, and text that is neither. */
final class MarkedText {

    /** Is told the parts in order. */
    private interface Parts {

        void text(RewrittenTemplate.Static text, String copy);

        void value(int id, String mark) throws TemplateModelException;

        /** Text that carries no mark, so that it is a value whatever way it came. */
        void stray(String text);
    }

    private final RewrittenTemplate template;
    private final Marks marks;
    private final Recorder recorder;

    MarkedText(RewrittenTemplate template, Marks marks, Recorder recorder) {
        this.template = template;
        this.marks = marks;
        this.recorder = recorder;
    }

    /** What the pass that this is of may write and keep. */
    Room room() {
        return recorder.room();
    }

    /**
     * The text that goes on to be read as YAML: the template's own, with marks for all values.
     *
     * @param written what the template wrote
     */
    PlacedText assemble(String written) {
        PlacedText.Builder out = new PlacedText.Builder(template.source());
        Parts parts = new Parts() {
            private int last;

            @Override
            public void text(RewrittenTemplate.Static text, String copy) {
                last = text.offset() + copy.length();
                if (!text.dropped()) {
                    out.copied(copy, text.offset());
                }
            }

            @Override
            public void value(int id, String mark) {
                out.replaced(mark, recorder.offset(id));
            }

            @Override
            public void stray(String text) {
                out.replaced(recorder.keepText(text, last), last);
            }
        };
        try {
            split(written, parts);
        } catch (TemplateModelException e) {
            throw new IllegalStateException("assembling asks no model", e);
        }
        return out.build();
    }

    /**
     * Reads captured output as plain text.
     *
     * @throws Postponed if it holds something that is not known
     */
    Value plain(TemplateMarkupOutputModel<?> output) throws TemplateModelException {
        if (!(output instanceof MarkFormat.Marked marked)) {
            throw new TemplateModelException("output of another format");
        }
        return plain(marked.getOutputFormat().getMarkupString(marked));
    }

    /**
     * Reads text that may hold marks as plain text.
     *
     * @throws Postponed if it holds something that is not known
     */
    Value plain(String written) throws TemplateModelException {
        StringBuilder plain = new StringBuilder();
        split(written, new Parts() {
            @Override
            public void text(RewrittenTemplate.Static text, String copy) {
                plain.append(text.dropped() ? "" : copy);
            }

            @Override
            public void value(int id, String mark) throws TemplateModelException {
                Value value = recorder.value(id);
                if (value instanceof Value.Deferred || value instanceof Value.Failed) {
                    throw new Postponed(value);
                }
                plain.append(value.asText()
                        .orElseThrow(() -> new TemplateModelException(value.typeName() + " stands within text")));
            }

            @Override
            public void stray(String text) {
                plain.append(text);
            }
        });
        return new Value.Text(plain.toString());
    }

    private void split(String written, Parts parts) throws TemplateModelException {
        int position = 0;
        while (position < written.length()) {
            int next = marks.next(written, position);
            if (next > position) {
                parts.stray(written.substring(position, next));
            }
            position = next == written.length() ? next : mark(written, next, parts);
        }
    }

    private int mark(String written, int start, Parts parts) throws TemplateModelException {
        Marks.Mark mark = marks.at(written, start).orElseThrow();
        int end = start + Marks.LENGTH;
        if (mark.isValue()) {
            parts.value(mark.id(), written.substring(start, end));
            return end;
        }
        RewrittenTemplate.Static text = template.statics().get(mark.id());
        if (!written.startsWith(text.text(), end)) {
            return end; // Something changed the text behind the mark: it is the template's no more.
        }
        parts.text(text, text.text());
        return end + text.text().length();
    }
}
