package dev.chandler.testkit;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.provision.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Interprets one command in an instance; the language is told at {@link FakeInstance}. */
final class FakeShell {

    private static final int NOT_FOUND = 127;
    private static final int NAMED_USER = 1000;

    private final FakeHost host;
    private final FakeTree tree;
    private final Map<String, String> processes;
    private final Command command;
    private final OutputSink output;
    private List<String> arguments = List.of();

    FakeShell(FakeHost host, FakeTree tree, Map<String, String> processes, Command command, OutputSink output) {
        this.host = host;
        this.tree = tree;
        this.processes = processes;
        this.command = command;
        this.output = output;
    }

    /** What a command says, without the shell before it. */
    static String text(Command command) {
        List<String> argv = command.argv();
        return isShell(argv) ? argv.get(argv.size() - 1) : command.toString();
    }

    private static boolean isShell(List<String> argv) {
        return argv.size() > 2
                && argv.get(0).endsWith("sh")
                && argv.get(argv.size() - 2).matches("-\\w*c");
    }

    int run() throws InterruptedException {
        List<String> argv = command.argv();
        if (isShell(argv)) {
            boolean stopsAtFailure = stopsAtFailure(argv.subList(1, argv.size() - 1));
            return run(text(command), stopsAtFailure);
        }
        for (int i = 0; i < argv.size() && argv.get(0).startsWith("/"); i++) {
            Optional<String> script = argv.get(i).startsWith("/") ? script(argv.get(i)) : Optional.empty();
            if (script.isPresent()) {
                arguments = argv.subList(i + 1, argv.size());
                return run(script.get(), stopsAtFailure(argv.subList(0, i)));
            }
        }
        return run(argv);
    }

    /** A text file that is no program. */
    private Optional<String> script(String path) {
        return tree.text(path).filter(text -> !text.equals("\u0001"));
    }

    private static boolean stopsAtFailure(List<String> flags) {
        return flags.stream().anyMatch(flag -> flag.matches("-\\w*e\\w*"));
    }

    private int run(String text, boolean stopsAtFailure) throws InterruptedException {
        int code = 0;
        for (List<String> words : FakeWords.parse(text)) {
            code = run(words);
            if (code != 0 && stopsAtFailure) {
                return code;
            }
        }
        return code;
    }

    private int run(List<String> words) throws InterruptedException {
        String first = words.size() > 1 ? words.get(1) : "";
        if (words.get(0).startsWith("#")) {
            return 0;
        }
        return switch (words.get(0)) {
            case "echo" -> print(from(words, 1) + "\n");
            case "err" -> write(Channel.STDERR, from(words, 1) + "\n");
            case "env" -> print(environment().getOrDefault(first, "") + "\n");
            case "pwd" -> print(command.workdir() + "\n");
            case "whoami" -> print((command.user().isEmpty() ? "root" : command.user()) + "\n");
            case "input" -> print(input());
            case "write" -> put(first, from(words, 2));
            case "store" -> put(first, environment().getOrDefault(from(words, 2), ""));
            case "append" -> put(first, tree.text(resolve(first)).orElse("") + from(words, 2));
            case "cat" -> first.startsWith(">") ? put(first.substring(1), input()) : cat(first);
            case "args" -> print(String.join(",", arguments) + "\n");
            case "chmod" -> changeMode(first, from(words, 2));
            case "chown" -> changeOwner(first, from(words, 2));
            case "rm" -> first.equals("-rf") ? removed(words.get(2)) : remove(first) ? 0 : 1;
            case "mkdir" -> makeDirectory(first);
            case "true" -> 0;
            case "fail" -> Integer.parseInt(first);
            case "block" -> block(first);
            case "spawn" -> spawn(first);
            case "ps" ->
                print(String.join("\n", processes.keySet().stream().sorted().toList()) + "\n");
            default -> notFound(words.get(0));
        };
    }

    private int print(String text) {
        return write(Channel.STDOUT, text);
    }

    private int write(Channel channel, String text) {
        output.write(channel, text.getBytes(StandardCharsets.UTF_8));
        return 0;
    }

    private Map<String, String> environment() {
        boolean root = command.user().isEmpty() || command.user().matches("(root|0)(:.*)?");
        Map<String, String> env = new LinkedHashMap<>(command.env());
        env.putIfAbsent("HOME", root ? "/root" : "/home/" + command.user().replaceAll(":.*", ""));
        command.mark().ifPresent(mark -> env.put("CHANDLER_STEP", mark));
        return env;
    }

    private String input() {
        if (command.stdin().isEmpty()) {
            return "";
        }
        try (InputStream stdin = command.stdin().get().get()) {
            return new String(stdin.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int put(String file, String text) {
        if (tree.isReadOnly(resolve(file))) {
            return refused(file);
        }
        tree.put(resolve(file), text);
        return 0;
    }

    private int refused(String file) {
        return write(Channel.STDERR, "sh: " + file + ": read-only file system\n") + 1;
    }

    private int cat(String file) {
        return tree.text(resolve(file))
                .map(this::print)
                .orElseGet(() -> write(Channel.STDERR, "cat: " + file + ": no such file\n") + 1);
    }

    private int makeDirectory(String directory) {
        if (tree.isReadOnly(resolve(directory))) {
            return refused(directory);
        }
        tree.put(resolve(directory), FakeFile.directory());
        return 0;
    }

    private int removed(String path) {
        if (tree.isReadOnly(resolve(path))) {
            return refused(path);
        }
        tree.remove(resolve(path));
        return 0;
    }

    private boolean remove(String path) {
        return !tree.isReadOnly(resolve(path)) && tree.remove(resolve(path));
    }

    private int changeMode(String mode, String path) {
        FakeFile file = tree.file(resolve(path)).orElseThrow();
        tree.put(
                resolve(path),
                new FakeFile(file.kind(), file.bytes(), Integer.parseInt(mode, 8), file.uid(), file.gid()));
        return 0;
    }

    /** By number; a name is user 1000. */
    private int changeOwner(String owner, String path) {
        FakeFile file = tree.file(resolve(path)).orElseThrow();
        int uid = owner.matches("\\d+(:.*)?") ? Integer.parseInt(owner.replaceAll(":.*", "")) : NAMED_USER;
        tree.put(resolve(path), new FakeFile(file.kind(), file.bytes(), file.mode(), uid, file.gid()));
        return 0;
    }

    private int block(String latch) throws InterruptedException {
        host.latch(latch).pass();
        return 0;
    }

    private int spawn(String name) {
        processes.put(name, command.mark().orElse(""));
        return 0;
    }

    private int notFound(String word) {
        write(Channel.STDERR, "sh: " + word + ": not found\n");
        return NOT_FOUND;
    }

    private String resolve(String path) {
        return path.startsWith("/") ? path : command.workdir() + "/" + path;
    }

    private static String from(List<String> words, int first) {
        return words.size() <= first ? "" : String.join(" ", words.subList(first, words.size()));
    }
}
