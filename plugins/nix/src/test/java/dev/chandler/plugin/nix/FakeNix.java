package dev.chandler.plugin.nix;

import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Does as nix-instantiate and nix-store do towards the plugin: whatever is in the file is built into one program. */
final class FakeNix {

    private static final Pattern FILE = Pattern.compile("\"file\":\"([^\"]*)\"");

    private FakeNix() {}

    /** Puts both programs into a folder. */
    static Path make(Path folder) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        for (String name : Nix.programs().toList()) {
            Path program = Files.createDirectories(folder).resolve(name);
            Files.writeString(
                    program,
                    "#!/bin/sh\nexec '" + java + "' -Xshare:auto -XX:TieredStopAtLevel=1 -cp '"
                            + System.getProperty("java.class.path") + "' " + FakeNix.class.getName() + " \"$@\"\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return folder;
    }

    /** Is one of them. */
    public static void main(String... args) throws IOException {
        List<String> words = Arrays.asList(args);
        String last = words.stream()
                .filter(each -> each.startsWith("/nix/store/"))
                .findFirst()
                .orElse("");
        if (words.contains("--argstr")) {
            String settings = words.get(words.indexOf("--argstr") + 2);
            System.out.println("[\"/nix/store/" + digest(settings) + "-hello.drv\"]");
        } else if (words.contains("--realise")) {
            build(Path.of(words.get(words.indexOf("--store") + 1) + last.replace(".drv", "")));
        } else {
            System.out.println(last.replace(".drv", ""));
        }
    }

    private static String digest(String settings) throws IOException {
        Matcher file = FILE.matcher(settings);
        String content = file.find() ? Files.readString(Path.of(file.group(1))) : "";
        if (content.startsWith("<")) {
            System.err.println("error: chandler: " + content + " is not pinned; pin it");
            System.err.println("       at " + file.group(1) + ":1:1:");
            System.exit(1);
        }
        return Digest.of(file.replaceAll("") + content).hex().substring(0, 32);
    }

    private static void build(Path result) throws IOException {
        Path bin = Files.createDirectories(result.resolve("bin"));
        Files.writeString(bin.resolve("hello"), "hello");
        Files.setPosixFilePermissions(bin.resolve("hello"), PosixFilePermissions.fromString("r-xr-xr-x"));
    }
}
