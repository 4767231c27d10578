package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * An image is its base and what the steps wrote, to the last file, owner and time: whatever a build mounts, borrows, hands
 * in, takes out or tries on the way leaves nothing.
 *
 * <p>The steps' own files are told here one by one; all else has to be as it was.
 */
class ArtifactTraceIT {

    /** What Docker makes in each container by itself, and the folders that it does so in. */
    private static final String OF_DOCKER =
            "(dev|proc|sys)/.*|etc/|etc/(hosts|hostname|resolv\\.conf|mtab)|\\.dockerenv";

    private static final String MOUNTS = """
            mounts:
              - {kind: cache, name: NONCE, to: /var/cache/app}
              - {kind: tmpfs, to: /scratch}
              - {kind: tmpfs, to: /odd/hidden}
              - {kind: bind, from: app, to: /dev/app, read-only: true}
            """;

    /** With everything that a build can bring along. */
    private static final String STEPS = """
            toolbox: ./tools
            env: {E2E: NONCE, OF_THE_BUILD: "1"}
            secrets: {token: {file: ../token}}
            MOUNTS
            install:
              FIRST
              - hello >/srv/app/by-tool && chmod 640 /srv/app/by-tool
              - run: {script: setup.sh, args: [/srv/app/by-script]}
              - copy: {from: app, to: /srv/app/copied}
              - consul-template:
                  templates: [{source: app.tpl, destination: /srv/app/app.conf, perms: "0600", user: OWNER, group: OWNER}]
              - run: wc -c <"$CHANDLER_SECRETS/token" >/srv/app/by-secret
                secrets: token
              - run: echo registered
                register: said
              - run: echo "$SAID" >/srv/app/by-register
                env: {SAID: {from: said}}
              - grep -q BEGIN "$SSL_CERT_FILE" && echo trusted >/srv/app/by-certificate
              - run: touch /var/cache/app/left /scratch/left /odd/hidden/left && test -s /dev/app/page
                user: "0"
              - parallel:
                  - echo left >/srv/app/left
                  - echo right >/srv/app/right
              - get: {from: /srv/app/by-tool, to: out/}
              - sleep 300 >/dev/null 2>&1 & echo $! >/dev/shm/left-running
            script:
              - test -s /srv/app/app.conf && touch /srv/app/by-test
              - {run: 'touch /by-test', user: "0"}
            artifact:
              repo: IMAGE
              cmd: [serve]
              labels: {org.example.added: "yes"}
            """;

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @RegisterExtension
    final BorrowedVolumes volumes = new BorrowedVolumes();

    @RegisterExtension
    final ConsulValues consul = new ConsulValues(stranger);

    /** What has been written, by path. */
    private final Map<String, String> written = new TreeMap<>();

    private final Set<String> removed = new TreeSet<>();
    private String base = "";

    @BeforeEach
    void aProject() throws IOException {
        base = stranger.image() + "-base";
        Path tools = Files.createDirectories(stranger.project().resolve("tools"));
        Shell.run(List.of(
                        "sh",
                        "-c",
                        "tar -xOf \"$1\" ./bin/busybox >\"$2/busybox\" && chmod 755 \"$2/busybox\"",
                        "sh",
                        Testbed.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS"),
                        tools.toString()))
                .exits(0);
        Path hello = stranger.file("tools/hello", "#!/dev/shm/chandler-tools/busybox sh\necho hello\n");
        Files.setPosixFilePermissions(hello, PosixFilePermissions.fromString("rwxr-xr-x"));
        stranger.file("setup.sh", "echo script >\"$1\"\n");
        stranger.file("app/page", "page\n");
        stranger.file("app.tpl", "port = {{ key \"" + stranger.nonce() + "/port\" }}\n");
        stranger.file("../token", "harbour-" + stranger.nonce() + "\n");
        consul.put("port", "8080");
        stranger.with("CONSUL_HTTP_ADDR", ConsulValues.address());
    }

    /** A base of all kinds of files, and what a Dockerfile says of it. */
    private void base(String instructions) {
        OddRootfs.write(stranger.root().resolve("project/odd.tar"));
        stranger.file("Dockerfile", "FROM busybox\nADD odd.tar /\n" + instructions);
        Docker.docker(
                "build", "-q", "--force-rm", "-t", base, stranger.project().toString());
    }

    private void build(String from, String first, int owner) {
        stranger.manifest("base: " + from + "\n"
                + STEPS.replace("MOUNTS\n", MOUNTS)
                        .replace("FIRST", first.strip().replace("\n", "\n  "))
                        .replace("OWNER", Integer.toString(owner))
                        .replace("IMAGE", stranger.image()));
        stranger.builds("--ca-bundle", Testbed.variable("CHANDLER_TESTBED_CONSUL_CERTS") + "/ca.pem");
        assertThat(stranger.read("out/by-tool")).isEqualTo("hello\n");
        int secret = stranger.read("../token").length();
        Map.of(
                        "by-script", "script\n",
                        "by-secret", secret + "\n",
                        "by-register", "registered\n",
                        "by-certificate", "trusted\n",
                        "left", "left\n",
                        "right", "right\n")
                .forEach((name, text) -> written.put("srv/app/" + name, ImageTree.file(0644, owner, text)));
        written.put("srv/app/by-tool", ImageTree.file(0640, owner, "hello\n"));
        written.put("srv/app/app.conf", ImageTree.file(0600, owner, "port = 8080\n"));
        written.put("srv/app/copied/", ImageTree.folder(0755, 0));
        written.put("srv/app/copied/page", ImageTree.file(0644, 0, "page\n"));
        // The places of mounts that the base has not, which the manual tells of: that below /dev for the steps that put
        // files.
        written.put("dev/app/", ImageTree.folder(0755, 0));
        written.put("scratch/", ImageTree.folder(0755, 0));
        written.put("var/cache/app/", ImageTree.folder(0755, 0));
    }

    @Test
    void onABaseOfAllKindsOfFiles() {
        base("");
        changeTheBase();

        build(base, changes(), 0);

        assertExact();
    }

    @Test
    void onABaseWithAUserAndAFolderToWorkIn() {
        base("""
                RUN echo app:x:4321:4321::/srv/app:/bin/sh >>/etc/passwd
                USER app
                WORKDIR /srv/app
                ENV A=1
                ENTRYPOINT ["/bin/echo"]
                CMD ["entry"]
                EXPOSE 80
                LABEL a=b
                STOPSIGNAL SIGQUIT
                """);
        changeTheBase();

        build(base, changes(), OddRootfs.OWNER);

        assertExact();
    }

    @Test
    void onABaseWithVolumes() {
        base("VOLUME [\"/data\", \"/srv/volume\"]\n");
        changeTheBase();
        // As in every container of the base; see the manual.
        written.put("srv/volume/", ImageTree.folder(0755, 0));
        written.put("data/by-step", ImageTree.file(0644, 0, "below a volume\n"));

        build(base, changes() + "- {run: echo below a volume >/data/by-step, user: '0'}\n", 0);

        assertExact();
    }

    @Test
    void onNothing() throws IOException {
        Docker.docker("import", emptyArchive().toString(), base);
        written.put("srv/", ImageTree.folder(0755, 0));
        written.put("srv/app/", ImageTree.folder(0755, 0));
        written.put("odd/", ImageTree.folder(0755, 0));
        written.put("odd/hidden/", ImageTree.folder(0755, 0));
        written.put("var/", ImageTree.folder(0755, 0));
        written.put("var/cache/", ImageTree.folder(0755, 0));

        build("scratch", "- mkdir -p /srv/app\n", 0);

        assertFiles();
        assertThat(SavedImage.of(stranger.image(), stranger.root().resolve("saved"))
                        .namesAfter(0))
                .allSatisfy(name -> assertThat(touched()).contains(name));
    }

    /** An image of no file at all cannot be made by a Dockerfile, and Docker exports its own files of any. */
    private Path emptyArchive() throws IOException {
        return Files.write(stranger.root().resolve("empty.tar"), new byte[10_240]);
    }

    private static String changes() {
        return """
                - run: |
                    echo more >>/odd/appended
                    rm /odd/removed
                    chmod 600 /odd/closed
                    mv /odd/moved /odd/moved-there
                  user: "0"
                """;
    }

    private void changeTheBase() {
        written.put("odd/appended", ImageTree.file(0644, OddRootfs.OWNER, "appended\nmore\n"));
        written.put("odd/closed", ImageTree.file(0600, OddRootfs.OWNER, "closed\n"));
        written.put("odd/moved-there", ImageTree.file(0644, OddRootfs.OWNER, "moved\n"));
        removed.addAll(List.of("odd/removed", "odd/moved"));
    }

    private void assertExact() {
        assertFiles();
        assertTimes();
        SavedImage from = SavedImage.of(base, stranger.root().resolve("saved-base"));
        SavedImage made = SavedImage.of(stranger.image(), stranger.root().resolve("saved"));
        assertLayers(from, made);
        assertConfig(from.config(), made.config());
    }

    private void assertFiles() {
        Map<String, String> expected = ImageTree.of(base);
        expected.keySet().removeAll(removed);
        expected.putAll(written);
        Map<String, String> actual = ImageTree.of(stranger.image());
        assertThat(differences(expected, actual)).isEmpty();
    }

    /** Only what differs: a base has hundreds of files. */
    private static Map<String, String> differences(Map<String, String> expected, Map<String, String> actual) {
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        Map<String, String> differences = new TreeMap<>();
        for (String name : names) {
            String wanted = expected.getOrDefault(name, "nothing");
            String found = actual.getOrDefault(name, "nothing");
            if (!wanted.equals(found)) {
                differences.put(name, "wanted " + wanted + ", found " + found);
            }
        }
        return differences;
    }

    private void assertTimes() {
        Map<String, FileTime> before = ImageTree.times(base);
        Map<String, FileTime> after = ImageTree.times(stranger.image());
        Set<String> changed = touched();
        assertThat(before).hasSizeGreaterThan(20).containsKey("odd/set-id");
        before.forEach((name, time) -> {
            if (!changed.contains(name) && !name.matches(OF_DOCKER)) {
                assertThat(after.get(name)).as(name).isEqualTo(time);
            }
        });
    }

    /** What was written or removed, and the folders that this was done in. */
    private Set<String> touched() {
        Set<String> touched = new TreeSet<>(written.keySet());
        touched.addAll(removed);
        for (String name : List.copyOf(touched)) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                touched.add(name.substring(0, slash + 1));
            }
        }
        return touched;
    }

    private void assertLayers(SavedImage from, SavedImage made) {
        Set<String> allowed = touched();
        removed.forEach(name -> allowed.add(name.replaceFirst("([^/]*)$", ".wh.$1")));
        List<String> names = made.namesAfter(from.layers().size());
        assertThat(made.layers().subList(0, from.layers().size())).isEqualTo(from.layers());
        assertThat(allowed).containsAll(names);
        assertThat(names).containsAll(written.keySet());
    }

    /** The config as it is in the image, with all that the manifest does not say as the base has it. */
    private static void assertConfig(JsonObject from, JsonObject made) {
        JsonObject expected = from.getAsJsonObject("config").deepCopy();
        expected.add("Cmd", JsonParser.parseString("[serve]"));
        JsonElement labels = expected.get("Labels");
        JsonObject all = labels == null || labels.isJsonNull() ? new JsonObject() : labels.getAsJsonObject();
        all.addProperty("org.example.added", "yes");
        expected.add("Labels", all);
        assertThat(made.getAsJsonObject("config")).isEqualTo(expected);
        assertThat(made.keySet())
                .containsExactlyInAnyOrder("architecture", "config", "created", "history", "os", "rootfs");
        for (String field : List.of("architecture", "os")) {
            assertThat(made.get(field)).as(field).isEqualTo(from.get(field));
        }
        List<String> history = history(made);
        List<String> before = history(from);
        assertThat(history.subList(0, before.size())).isEqualTo(before);
        assertThat(history.toString()).doesNotContain("chandler", "hello", "sh -ec");
    }

    /** Docker tells the times of a history to the second alone. */
    private static List<String> history(JsonObject config) {
        List<String> lines = new ArrayList<>();
        for (JsonElement each : config.getAsJsonArray("history")) {
            Map<String, String> fields = new TreeMap<>();
            each.getAsJsonObject().asMap().forEach((name, value) -> fields.put(name, value.getAsString()));
            fields.computeIfPresent("created", (name, time) -> time.replaceFirst("\\.\\d+Z$", "Z"));
            fields.values().removeIf(String::isEmpty);
            lines.add(fields.toString());
        }
        return lines;
    }
}
