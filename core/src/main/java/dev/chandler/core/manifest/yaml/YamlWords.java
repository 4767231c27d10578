package dev.chandler.core.manifest.yaml;

import dev.chandler.api.problem.Problem;
import org.jspecify.annotations.Nullable;

/** SnakeYAML's messages, for people who do not know its parser. */
final class YamlWords {

    private YamlWords() {}

    /** The problem of YAML that could be read but is refused, if that is what a message is about. */
    static @Nullable Problem refusal(String message) {
        if (message.contains("Number of aliases")) {
            return bomb("the document repeats parts of itself too often");
        }
        if (message.contains("Nesting Depth") || message.contains("nesting depth")) {
            return bomb("the document nests too deeply");
        }
        if (message.contains("expected a single document") || message.contains("but found another document")) {
            return Problem.of("CH-MANIFEST-007", "a file holds one YAML document, this one has more")
                    .remedy("take out the line \"---\", or make it a file of its own");
        }
        return null;
    }

    static Problem bomb(String why) {
        return Problem.of("CH-MANIFEST-007", "this YAML is refused")
                .because(why)
                .remedy("write it out with fewer aliases and levels");
    }

    static Problem openQuote() {
        return Problem.of("CH-MANIFEST-006", "this is not valid YAML")
                .because("the text that begins with this quote goes on over several lines, and what follows its end"
                        + " cannot stand there")
                .remedy("close the quote on its own line");
    }

    static Problem syntax(@Nullable String context, String message) {
        Problem problem = Problem.of("CH-MANIFEST-006", "this is not valid YAML")
                .because(context == null || context.isBlank() ? message : context.strip() + ": " + message);
        if (context != null && context.contains("flow ")) {
            return problem.remedy("close the bracket that opens here");
        }
        if (message.contains("<block end>")) {
            return problem.because("this does not fit what stands above it").remedy("check the indentation");
        }
        if (message.contains("mapping values are not allowed")) {
            return problem.remedy("put text that holds \": \" into quotes, and check the indentation");
        }
        if (message.contains("TAB")) {
            return problem.remedy("indent with blanks");
        }
        if (message.contains("undefined alias")) {
            return problem.remedy("put text that begins with * into quotes");
        }
        if (message.contains("unexpected end of stream") || message.contains("<stream end>")) {
            return problem.remedy("close it");
        }
        if (message.contains("cannot start any token")) {
            return problem.remedy("put the text into quotes");
        }
        return problem;
    }
}
