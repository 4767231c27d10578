package dev.chandler.provisioner.consultemplate;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A temporary folder that nobody else can enter, with all that one run of consul-template reads and writes.
 *
 * @param path where it is
 */
record RenderFolder(Path path) implements AutoCloseable {

    /** Short of what a template may wait for: a relay that has gone ends consul-template in two seconds. */
    private static final int ATTEMPTS = 4;

    private static final String BACKOFF = "125ms";

    static RenderFolder make() throws IOException {
        // Short, for the name of a Unix socket may have 107 bytes.
        return new RenderFolder(Files.createTempDirectory(
                "chandler-ct", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
    }

    Path socket() {
        return path.resolve("s");
    }

    Path config() {
        return path.resolve("config.json");
    }

    Path source(int number) {
        return path.resolve("template-" + number);
    }

    Path result(int number) {
        return path.resolve("result-" + number);
    }

    /** Which template a source is of; -1 if it is none. */
    int number(String source) {
        String prefix = path.resolve("template-").toString();
        return source.startsWith(prefix) && source.substring(prefix.length()).matches("\\d{1,9}")
                ? Integer.parseInt(source.substring(prefix.length()))
                : -1;
    }

    /** Writes templates and configuration. */
    void write(List<TemplateSettings> templates) throws IOException {
        JsonArray blocks = new JsonArray();
        Set<String> known = new HashSet<>();
        for (int i = 0; i < templates.size(); i++) {
            TemplateSettings template = templates.get(i);
            if (template.isRendered()) {
                write(
                        source(i),
                        OwnVariables.template(
                                template.unique(
                                        i, !known.add(template.text().digest().hex())),
                                template.delimiters()));
                blocks.add(block(i, template));
            }
        }
        JsonObject config = new JsonObject();
        config.addProperty("log_level", "debug");
        config.add("consul", consul());
        config.add("template", blocks);
        write(config(), config.toString().getBytes(StandardCharsets.UTF_8));
    }

    private JsonObject consul() {
        JsonObject retry = new JsonObject();
        retry.addProperty("enabled", true);
        retry.addProperty("attempts", ATTEMPTS);
        retry.addProperty("backoff", BACKOFF);
        JsonObject consul = new JsonObject();
        consul.addProperty("address", "unix://" + socket());
        consul.add("retry", retry);
        return consul;
    }

    private JsonObject block(int number, TemplateSettings template) {
        JsonObject block = new JsonObject();
        block.addProperty("source", source(number).toString());
        block.addProperty("destination", result(number).toString());
        block.addProperty("left_delimiter", template.delimiters().left());
        block.addProperty("right_delimiter", template.delimiters().right());
        block.addProperty("error_on_missing_key", template.errorOnMissingKey());
        // It runs in the folder that files are read of.
        block.addProperty("sandbox_path", ".");
        JsonArray denied = new JsonArray();
        List<String> all = new ArrayList<>(DeniedFunctions.names());
        all.addAll(template.denied());
        all.forEach(denied::add);
        block.add("function_denylist", denied);
        return block;
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        var own = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel =
                Files.newByteChannel(file, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), own)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(path);
    }
}
