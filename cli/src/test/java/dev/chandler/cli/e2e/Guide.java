package dev.chandler.cli.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guide whose code blocks can be followed. The words behind a block's language say what it is: {@code run} is for a shell, {@code output} is what
 * was to be seen by then, and anything else is the name of the file that the block is.
 *
 * @param script follows it: one program for {@code sh}, which stops at the first command that fails
 * @param output lines that have to be seen, in order
 */
record Guide(String script, List<String> output) {

    private static final Pattern BLOCK =
            Pattern.compile("^```[a-z]+ ([^\\n]+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    /**
     * Reads a guide.
     *
     * @param document its file
     * @param folder takes the files of its blocks
     */
    static Guide read(Path document, Path folder) throws IOException {
        StringBuilder script = new StringBuilder("set -eu\n");
        List<String> output = new ArrayList<>();
        Files.createDirectories(folder);
        Matcher block = BLOCK.matcher(Files.readString(document));
        for (int i = 0; block.find(); i++) {
            String name = block.group(1);
            switch (name) {
                case "run" -> script.append(block.group(2));
                case "output" -> output.addAll(block.group(2).lines().toList());
                default -> {
                    Path file = Files.writeString(folder.resolve(Integer.toString(i)), block.group(2));
                    script.append("mkdir -p \"$(dirname '%1$s')\" && cp '%2$s' '%1$s'%n".formatted(name, file));
                }
            }
        }
        return new Guide(script.toString(), output);
    }
}
