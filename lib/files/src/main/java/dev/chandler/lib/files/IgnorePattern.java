package dev.chandler.lib.files;

import java.util.ArrayList;
import java.util.List;

/**
 * One pattern of the {@code .dockerignore} language, which is Go's {@code filepath.Match} with {@code **} added.
 *
 * @param exception whether it began with {@code !}: what it matches is not excluded
 * @param text the pattern without that, in its shortest form
 * @param glob matches whole paths
 */
record IgnorePattern(boolean exception, String text, IgnoreGlob glob) {

    static IgnorePattern parse(String written) throws FileTreeException {
        String trimmed = written.strip();
        boolean exception = trimmed.startsWith("!");
        String text = exception ? trimmed.substring(1).strip() : trimmed;
        String clean = clean(text);
        if (exception && (text.isEmpty() || text.equals("/"))) {
            throw FileProblems.badPattern(written, "there is nothing after the \"!\"");
        }
        return new IgnorePattern(exception, clean, IgnoreGlob.parse(written, clean));
    }

    /** Takes out {@code .}, {@code ..} and superfluous slashes, also the first: all patterns are relative. */
    private static String clean(String text) {
        List<String> names = new ArrayList<>();
        for (String name : text.split("/", -1)) {
            boolean up = name.equals("..");
            boolean inside = !names.isEmpty() && !names.get(names.size() - 1).equals("..");
            if (up && inside) {
                names.remove(names.size() - 1);
            } else if (!name.isEmpty() && !name.equals(".") && !(up && text.startsWith("/"))) {
                names.add(name);
            }
        }
        return String.join("/", names);
    }

    boolean matches(String path) {
        return glob.matches(path);
    }

    /** Whether anything below a directory could match; may say yes in vain. */
    boolean mayMatchBelow(String directory) {
        if (text.isEmpty()) {
            return false; // Such as "!.": Docker takes it, and it matches nothing in a folder.
        }
        String fixed = fixedBeginning();
        return (directory + "/").startsWith(fixed) || fixed.startsWith(directory + "/");
    }

    private String fixedBeginning() {
        int end = 0;
        while (end < text.length() && "*?[\\".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, end);
    }
}
