package dev.chandler.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A project that somebody edits: a manifest and the files that it copies, of which every edit changes one thing.
 *
 * <p>What is edited follows from the seed alone.
 */
public final class EditedProject {

    /** All that is on disk, so that an edit can be taken back. */
    private record Content(
            String base,
            String variable,
            String environment,
            List<String> steps,
            List<String> tests,
            Map<String, String> files,
            Map<String, String> modes) {

        Content {
            steps = List.copyOf(steps);
            tests = List.copyOf(tests);
            files = Collections.unmodifiableMap(new TreeMap<>(files));
            modes = Collections.unmodifiableMap(new TreeMap<>(modes));
        }
    }

    /** The same for all files at all times: no edit can be told by it. */
    private static final FileTime TIME = FileTime.fromMillis(1_700_000_000_000L);

    private final Path folder;
    private final Random random;
    private final Words words;
    private final List<String> bases;
    private final List<Content> earlier = new ArrayList<>();
    private Content content;

    /** What steps and tests are made of, in the language of where they run. */
    public interface Words {

        /** A step that leaves something; {@code n} is any number. */
        String step(int kind, int n);

        /** How many kinds of steps there are. */
        int steps();

        /** A value in the environment of all steps. */
        String environment(int n);

        /** A test that may be red. */
        String test(int n);
    }

    /**
     * Makes a project.
     *
     * @param folder where its files are
     * @param seed what it is and how it is edited
     * @param words what is in it
     * @param bases the bases that there are
     */
    public EditedProject(Path folder, long seed, Words words, List<String> bases) {
        this.folder = folder;
        this.random = new Random(seed);
        this.words = words;
        this.bases = bases;
        this.content = new Content(
                bases.get(0),
                "one",
                words.environment(0),
                List.of(copy("files", ""), step(), step()),
                List.of(test()),
                Map.of("a", "1", "b", "2"),
                Map.of("a", "rw-r--r--", "b", "rwxr-xr-x"));
        write();
    }

    /**
     * Edits it once.
     *
     * @return what was done
     */
    public String edit() {
        earlier.add(content);
        List<String> steps = new ArrayList<>(content.steps());
        List<String> tests = new ArrayList<>(content.tests());
        Map<String, String> files = new TreeMap<>(content.files());
        Map<String, String> modes = new TreeMap<>(content.modes());
        String base = content.base();
        String variable = content.variable();
        String environment = content.environment();
        String file = any(new ArrayList<>(files.keySet()));
        String done;
        switch (random.nextInt(14)) {
            case 0 -> {
                steps.add(random.nextInt(steps.size() + 1), step());
                done = "another step";
            }
            case 1 -> {
                steps.set(random.nextInt(steps.size()), step());
                done = "a step replaced";
            }
            case 2 -> {
                if (steps.size() > 1) {
                    steps.remove(random.nextInt(steps.size()));
                }
                done = "a step less";
            }
            case 3 -> {
                Collections.swap(steps, random.nextInt(steps.size()), random.nextInt(steps.size()));
                done = "two steps in another order";
            }
            case 4 -> {
                files.put(file, Integer.toString(random.nextInt(10)));
                done = "other content, as long and of the same time";
            }
            case 5 -> {
                String renamed = file + random.nextInt(3);
                files.put(renamed, String.valueOf(files.remove(file)));
                modes.put(renamed, String.valueOf(modes.remove(file)));
                done = "a file renamed";
            }
            case 6 -> {
                modes.put(file, random.nextBoolean() ? "rw-------" : "rwxr-xr-x");
                done = "another mode";
            }
            case 7 -> {
                String added = "n" + random.nextInt(5);
                files.put(added, Integer.toString(random.nextInt(10)));
                modes.put(added, "rw-r--r--");
                done = "another file";
            }
            case 8 -> {
                variable = "v" + random.nextInt(3);
                done = "another value of the variable";
            }
            case 9 -> {
                environment = words.environment(random.nextInt(3));
                done = "another environment";
            }
            case 10 -> {
                base = any(bases);
                done = "another base";
            }
            case 11 -> {
                tests.add(test());
                done = "another test";
            }
            case 12 -> {
                tests.clear();
                done = "no tests";
            }
            default -> {
                content = any(earlier);
                write();
                return "as it was before";
            }
        }
        content = new Content(base, variable, environment, steps, tests, files, modes);
        write();
        return done;
    }

    private String step() {
        int kind = random.nextInt(words.steps() + 2);
        return switch (kind) {
            case 0 -> copy("files", "");
            case 1 -> copy("owned", ", owner: \"" + random.nextInt(3) + ":6\"");
            default -> words.step(kind - 2, random.nextInt(4));
        };
    }

    private static String copy(String to, String more) {
        return "{copy: {from: files, to: /" + to + more + "}}";
    }

    private String test() {
        return words.test(random.nextInt(4));
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** The manifest as it is now. */
    public String manifest() {
        StringBuilder text = new StringBuilder("vars: {variable: " + content.variable() + "}\n");
        text.append("base: ").append(content.base()).append('\n');
        text.append("env: {E: ").append(content.environment()).append("}\ninstall:\n");
        content.steps().forEach(step -> text.append("  - ").append(step).append('\n'));
        if (!content.tests().isEmpty()) {
            text.append("script:\n");
            content.tests().forEach(test -> text.append("  - ").append(test).append('\n'));
        }
        return text.toString();
    }

    private void write() {
        try {
            Path files = Files.createDirectories(folder.resolve("files"));
            try (var there = Files.newDirectoryStream(files)) {
                for (Path file : there) {
                    if (!content.files().containsKey(String.valueOf(file.getFileName()))) {
                        Files.delete(file);
                    }
                }
            }
            for (Map.Entry<String, String> each : content.files().entrySet()) {
                Path file = Files.writeString(files.resolve(each.getKey()), each.getValue());
                Files.setPosixFilePermissions(
                        file,
                        PosixFilePermissions.fromString(
                                String.valueOf(content.modes().get(each.getKey()))));
                Files.setLastModifiedTime(file, TIME);
            }
            Files.writeString(folder.resolve("chandler.yml"), manifest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
