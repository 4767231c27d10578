package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Looks for a secret everywhere: plain, in Base64 as it stands and behind one and two bytes, in that of URLs, in
 * hexadecimal, and as URLs and JSON have it.
 *
 * <p>Knows nothing of how the product does the same. While it is open it looks at the command lines and environments of
 * all processes of the machine, those in containers among them.
 */
final class SecretHunt implements AutoCloseable {

    private static final Path PROCESSES = Path.of("/proc");

    private final Map<String, String> forms = new LinkedHashMap<>();
    private final String nonce;
    private final Set<String> found = new ConcurrentSkipListSet<>();
    private final Thread sampler = new Thread(this::sample, "surefire-e2e-processes");
    private volatile boolean seen;
    private volatile boolean closed;

    /** Begins to look at processes. */
    SecretHunt(String value, String nonce) {
        this.nonce = nonce;
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        forms.put("plain", value);
        for (int before = 0; before < 3; before++) {
            byte[] shifted = ("x".repeat(before) + value).getBytes(StandardCharsets.UTF_8);
            String base64 = Base64.getEncoder().encodeToString(shifted);
            String url = Base64.getUrlEncoder().encodeToString(shifted);
            forms.put("base64 " + before, base64.substring(4, base64.length() - 4));
            forms.put("base64url " + before, url.substring(4, url.length() - 4));
        }
        forms.put("hex", HexFormat.of().formatHex(bytes));
        forms.put("url", URLEncoder.encode(value, StandardCharsets.UTF_8));
        forms.put("json", value.replace("\\", "\\\\").replace("\"", "\\\""));
        sampler.setDaemon(true);
        sampler.start();
    }

    /** What a step writes to show the secret in each of these forms. */
    static String showing(String file) {
        return """
                cat FILE; echo; cat FILE >&2; echo >&2
                base64 <FILE; base64 <FILE | tr '+/' '-_'
                (printf x; cat FILE) | base64; (printf xy; cat FILE) | base64 | tr '+/' '-_'
                od -An -v -tx1 FILE | tr -d ' \\n'; echo
                sed 's/%/%25/g; s,/,%2F,g; s/+/%2B/g; s/&/%26/g; s/"/%22/g; s/=/%3D/g' FILE; echo
                sed 's/"/\\\\"/g' FILE; echo
                dd if=FILE bs=1 count=9 2>/dev/null; sleep 0.2; dd if=FILE bs=1 skip=9 2>/dev/null; echo
                """.replace("FILE", file);
    }

    private void sample() {
        while (!closed) {
            try (Stream<Path> processes = Files.list(PROCESSES)) {
                processes
                        .filter(each -> each.getFileName().toString().matches("\\d+"))
                        .forEach(this::process);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private void process(Path process) {
        String environment = read(process.resolve("environ"));
        String command = read(process.resolve("cmdline"));
        if (environment.contains(nonce) && command.contains("CHANDLER_SECRETS")) {
            seen = true;
        }
        look("environment of " + process, environment);
        look("command line of " + process, command);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // It has ended, or is the kernel's.
            return "";
        }
    }

    private void look(String where, String text) {
        forms.forEach((form, written) -> {
            if (text.contains(new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))) {
                found.add(form + " in the " + where);
            }
        });
    }

    /** Looks at what a command has said. */
    SecretHunt in(Ended ended) {
        look("output", latin(ended.out()));
        look("errors", latin(ended.err()));
        return this;
    }

    /** Looks at everything that the client keeps, and that the daemon tells of and keeps. */
    SecretHunt in(Stranger stranger) {
        files(stranger.root());
        look("events", latin(stranger.daemonEvents().toString()));
        stranger.checkpoints().forEach(key -> image("chandler-cache:" + key));
        if (Docker.hasImage(stranger.image())) {
            image(stranger.image());
        }
        return this;
    }

    private void files(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .filter(each -> !each.startsWith(root.resolve("keys")))
                    .forEach(each -> look("file " + each, read(each)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void image(String image) {
        look("history of " + image, latin(Docker.docker("history", "--no-trunc", image)));
        look("config of " + image, latin(Docker.docker("image", "inspect", image)));
        try {
            Process save = new ProcessBuilder(List.of("docker", "save", image)).start();
            try (InputStream archive = save.getInputStream()) {
                look("layers of " + image, new String(archive.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Fails if it was anywhere, or if the step that had it was never seen. */
    void findsNothing() throws InterruptedException {
        close();
        sampler.join();
        assertThat(seen).as("the step's process was seen").isTrue();
        assertThat(new TreeSet<>(found)).isEmpty();
    }

    /** The same of what has been found so far, to show that something can be. */
    List<String> found() {
        return List.copyOf(found);
    }

    @Override
    public void close() {
        closed = true;
    }
}
