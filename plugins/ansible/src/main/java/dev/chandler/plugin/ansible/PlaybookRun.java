package dev.chandler.plugin.ansible;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.StepContext;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run of a playbook, with a folder of its own on the client, and one in the instance. */
final class PlaybookRun {

    /** What of the client's environment is ansible-playbook's business: where programs are, and how the outside is reached. */
    private static final List<String> PASSED = List.of(
            "PATH",
            "HOME",
            "USER",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "REQUESTS_CA_BUNDLE");

    /** Each kind of Ansible's plugins in a folder of its own, for Ansible takes every file there for one of them. */
    private static final Map<String, String> PLUGINS =
            Map.of("connection", "chandler.py", "callback", "chandler_report.py");

    /** An empty one, or Ansible would look for the user's. */
    private static final String NO_CONFIG = "ansible.cfg";

    private static final String SECRETS = "CHANDLER_SECRETS";

    private final StepSettings settings;
    private final StepContext context;
    private final RunProblems problems;

    PlaybookRun(StepSettings settings, StepContext context) {
        this.settings = settings;
        this.context = context;
        this.problems = new RunProblems(settings, context.stepId());
    }

    /** What ansible-playbook finds in its environment whatever it is to do. */
    static Map<String, String> surroundings(Map<String, String> client) {
        Map<String, String> env = new LinkedHashMap<>();
        PASSED.forEach(each -> {
            if (client.containsKey(each)) {
                env.put(each, Objects.requireNonNull(client.get(each)));
            }
        });
        // Ansible refuses to start where files are not UTF-8.
        env.put("LC_ALL", "C.UTF-8");
        // A playbook may have filters and modules, beside which Python would leave what it compiles.
        env.put("PYTHONDONTWRITEBYTECODE", "1");
        return env;
    }

    void run() throws InterruptedException {
        Path program = settings.program().path();
        InstanceFolder inside = new InstanceFolder(context);
        inside.make();
        Path folder = context.folder().path();
        try {
            prepare(folder);
            run(program, folder, inside);
        } catch (IOException e) {
            throw new EngineException(
                    Problem.of("CH-ANSIBLE-011", "this machine has no room for what Ansible needs")
                            .because(e.toString())
                            .remedy("see whether \"" + folder + "\" can be written to"),
                    e);
        }
        inside.remove();
    }

    private void prepare(Path folder) throws IOException {
        for (Map.Entry<String, String> each : PLUGINS.entrySet()) {
            String name = each.getValue();
            Path kind = Files.createDirectory(folder.resolve(each.getKey()));
            try (InputStream in = Objects.requireNonNull(PlaybookRun.class.getResourceAsStream(name), name)) {
                Files.copy(in, kind.resolve(name));
            }
        }
        Files.createDirectory(folder.resolve("tmp"));
        Files.createFile(folder.resolve(NO_CONFIG));
        Files.writeString(folder.resolve("vars.json"), settings.vars());
        Files.writeString(folder.resolve("inventory.json"), SettingsReader.inventory(settings, secrets()));
    }

    /** Where the step's secrets are in the instance, which tasks find in their environment, too. */
    private Map<String, String> secrets() {
        String place = context.command(List.of("true")).build().env().get(SECRETS);
        return place == null ? Map.of() : Map.of("chandler_secrets", place);
    }

    private void run(Path program, Path folder, InstanceFolder inside) throws IOException, InterruptedException {
        int status;
        String complaints;
        // Closed in the other order: first who asks, then who answers.
        try (Relay relay = Relay.open(folder.resolve("s"), context);
                ClientProcess process = start(program, folder, inside)) {
            status = process.await();
            complaints = process.complaints();
            if (status != 0 && relay.trouble().isPresent()) {
                throw relay.trouble().get();
            }
        }
        Report report = Report.read(folder.resolve("report"));
        if (status != 0) {
            throw problems.of(report, status, complaints);
        }
        Report.Counts counts = report.counts().orElse(new Report.Counts(0, 0, 0));
        if (counts.nothingRan()) {
            throw problems.nothingRan();
        }
        say("ansible: " + counts.ok() + " tasks ok, " + counts.changed() + " of them changed something\n");
    }

    private ClientProcess start(Path program, Path folder, InstanceFolder inside) {
        try {
            return ClientProcess.start(
                    words(program, folder), settings.folder(), environment(folder, inside), context.output());
        } catch (IOException e) {
            throw settings.program().useless(program, String.valueOf(e.getMessage()), e);
        }
    }

    private List<String> words(Path program, Path folder) {
        List<String> words =
                new ArrayList<>(List.of(program.toString(), "--inventory=" + folder.resolve("inventory.json")));
        settings.varsFiles().forEach(each -> words.add("--extra-vars=@" + each));
        words.add("--extra-vars=@" + folder.resolve("vars.json"));
        words.addAll(settings.words());
        settings.vaultPassword().ifPresent(each -> words.add("--vault-password-file=" + each));
        if (settings.verbosity() > 0) {
            words.add("-" + "v".repeat(settings.verbosity()));
        }
        words.add(settings.playbook().toString());
        return words;
    }

    private Map<String, String> environment(Path folder, InstanceFolder inside) {
        Map<String, String> env = surroundings(settings.program().environment());
        env.put("TMPDIR", folder.resolve("tmp").toString());
        env.put("CHANDLER_ANSIBLE_SOCKET", folder.resolve("s").toString());
        env.put("CHANDLER_ANSIBLE_REPORT", folder.resolve("report").toString());
        env.put(
                "ANSIBLE_CONFIG",
                settings.config().orElse(folder.resolve(NO_CONFIG)).toString());
        env.put("ANSIBLE_HOME", folder.resolve("home").toString());
        env.put("ANSIBLE_LOCAL_TEMP", folder.resolve("tmp").toString());
        env.put("ANSIBLE_CONNECTION_PLUGINS", folder.resolve("connection").toString());
        env.put("ANSIBLE_CALLBACK_PLUGINS", folder.resolve("callback").toString());
        env.put("ANSIBLE_CALLBACKS_ENABLED", "chandler_report");
        env.put("ANSIBLE_RETRY_FILES_ENABLED", "False");
        env.put("ANSIBLE_PIPELINING", "True");
        env.put("ANSIBLE_NOCOLOR", "1");
        env.put("ANSIBLE_LOCALHOST_WARNING", "False");
        env.put("ANSIBLE_PYTHON_INTERPRETER", "auto_silent");
        env.put("ANSIBLE_REMOTE_TMP", inside.temporary());
        env.put("ANSIBLE_SYSTEM_TMPDIRS", inside.temporary());
        env.put("ANSIBLE_ASYNC_DIR", inside.temporary() + "/async");
        Stream<Path> roles = Stream.concat(
                settings.roles().stream(), Stream.of(settings.folder().resolve("roles")));
        env.put("ANSIBLE_ROLES_PATH", joined(roles));
        // Never the user's own, of which the key knows nothing; those of Python's packages are found without it.
        env.put(
                "ANSIBLE_COLLECTIONS_PATH",
                joined(Stream.concat(
                        settings.collections().stream(),
                        Stream.of(settings.folder().resolve("collections")))));
        return env;
    }

    private static String joined(Stream<Path> paths) {
        return paths.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private void say(String text) {
        context.output().write(OutputSink.Channel.STDOUT, text.getBytes(StandardCharsets.UTF_8));
    }
}
