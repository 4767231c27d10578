package dev.chandler.testkit;

import java.util.ArrayList;
import java.util.List;

/** Splits a fake shell's text into commands and these into words, as {@link FakeInstance} tells. */
final class FakeWords {

    private static final char NONE = 0;

    private final List<List<String>> commands = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private char quote = NONE;

    private FakeWords() {}

    static List<List<String>> parse(String text) {
        FakeWords parser = new FakeWords();
        (text + "\n").chars().forEach(c -> parser.take((char) c));
        return parser.commands;
    }

    private void take(char c) {
        if (quote != NONE) {
            takeQuoted(c);
        } else if (c == '\'' || c == '"') {
            quote = c;
            inWord = true;
        } else if (c == ';' || c == '\n') {
            endWord();
            endCommand();
        } else if (c == ' ' || c == '\t') {
            endWord();
        } else {
            word.append(c);
            inWord = true;
        }
    }

    private void takeQuoted(char c) {
        if (c == quote) {
            quote = NONE;
        } else {
            word.append(c);
        }
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private void endCommand() {
        if (!words.isEmpty()) {
            commands.add(List.copyOf(words));
            words.clear();
        }
    }
}
