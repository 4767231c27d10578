package dev.chandler.engine.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who a command runs as, by the instance's own files of users and groups.
 *
 * @param uid a number
 * @param gid a number
 * @param groups numbers with commas between, empty for none
 * @param home a path
 */
record InstanceUser(String uid, String gid, String groups, String home) {

    private static final int PASSWD_FIELDS = 7;
    private static final int GROUP_FIELDS = 4;
    private static final int LONGEST = 9;
    private static final int LONGEST_FILE = 4 << 20;

    /** Finds one that is given as {@code user[:group]} by name or number, empty for root; empty if there is none. */
    static Optional<InstanceUser> find(String given, RootPaths paths) throws IOException {
        String[] words = (given.isEmpty() ? "0" : given).split(":", 2);
        List<String[]> groups = lines(paths.follow("/etc/group"), GROUP_FIELDS);
        Optional<InstanceUser> user = lines(paths.follow("/etc/passwd"), PASSWD_FIELDS).stream()
                .filter(line -> line[0].equals(words[0]) || line[2].equals(words[0]))
                .filter(line -> number(line[3]).isPresent())
                .map(line -> new InstanceUser(
                        line[2], line[3], groupsOf(line[0], groups), line[5].isEmpty() ? "/" : line[5]))
                .findFirst()
                .or(() -> number(words[0]).map(uid -> new InstanceUser(uid, "0", "", "/")));
        if (words.length == 1) {
            return user;
        }
        Optional<String> group = groups.stream()
                .filter(line -> line[0].equals(words[1]) || line[2].equals(words[1]))
                .map(line -> line[2])
                .findFirst()
                .or(() -> number(words[1]));
        // A group that is named is the only one, as on other engines.
        return user.flatMap(found -> group.map(gid -> new InstanceUser(found.uid, gid, "", found.home)));
    }

    private static String groupsOf(String user, List<String[]> groups) {
        return groups.stream()
                .filter(line -> List.of(line[3].split(",")).contains(user))
                .map(line -> line[2])
                .collect(Collectors.joining(","));
    }

    private static Optional<String> number(String word) {
        return Optional.of(word)
                .filter(each -> each.length() <= LONGEST + 1 && each.chars().allMatch(c -> c >= '0' && c <= '9'))
                .filter(each -> !each.isEmpty());
    }

    /** Who is beyond the bound is not there: the file is the instance's, which can make it as large as it likes. */
    private static List<String[]> lines(Path file, int fields) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            bytes = in.readNBytes(LONGEST_FILE);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1)
                .lines()
                .map(line -> line.split(":", -1))
                .filter(line -> line.length >= fields)
                .filter(line -> number(line[2]).isPresent())
                .toList();
    }
}
