package dev.chandler.provisioner.consultemplate;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.provision.StepFolder;
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

/**
 * A folder with all that one run of consul-template reads: templates, configuration, the relay's socket, and on the client
 * what it writes.
 *
 * @param path where the client has it
 * @param seen where consul-template has it
 */
record RenderFolder(Path path, String seen) {

    /** Short of what a template may wait for: a relay that has gone ends consul-template in two seconds. */
    private static final int ATTEMPTS = 4;

    private static final String BACKOFF = "125ms";
    private static final String OWN_FOLDER = "rwx------";

    /** Says where a template's file is to be. */
    @FunctionalInterface
    interface Target {
        void describe(int number, TemplateSettings template, JsonObject block) throws InterruptedException;
    }

    /** Makes one for consul-template on the client. */
    static RenderFolder onClient(StepFolder own) throws IOException {
        Path path = folder(own.path().resolve("c"));
        return new RenderFolder(path, path.toString());
    }

    /** Makes one for consul-template in the instance, which has the step's folder. */
    static RenderFolder inInstance(StepFolder own) throws IOException {
        Path path = folder(own.path().resolve("i"));
        folder(path.resolve("files"));
        return new RenderFolder(path, own.inInstance().orElseThrow() + "/i");
    }

    private static Path folder(Path path) throws IOException {
        return Files.createDirectory(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWN_FOLDER)));
    }

    Path socket() {
        return path.resolve("s");
    }

    /** Where files are that templates in an instance may read. */
    Path files() {
        return path.resolve("files");
    }

    Path result(int number) {
        return path.resolve("result-" + number);
    }

    private String source(int number) {
        return "template-" + number;
    }

    /** The configuration, as consul-template finds it. */
    String config() {
        return seen + "/config.json";
    }

    /** The folder of files, as consul-template finds it. */
    String seenFiles() {
        return seen + "/files";
    }

    /** Which template a source is of; -1 if it is none. */
    int number(String source) {
        String prefix = seen + "/template-";
        return source.startsWith(prefix) && source.substring(prefix.length()).matches("\\d{1,9}")
                ? Integer.parseInt(source.substring(prefix.length()))
                : -1;
    }

    /** Writes templates and configuration. */
    void write(List<TemplateSettings> templates, Target target) throws IOException, InterruptedException {
        JsonArray blocks = new JsonArray();
        Set<String> known = new HashSet<>();
        for (int i = 0; i < templates.size(); i++) {
            TemplateSettings template = templates.get(i);
            if (template.isRendered()) {
                write(
                        path.resolve(source(i)),
                        OwnVariables.template(
                                template.unique(
                                        i, !known.add(template.text().digest().hex())),
                                template.delimiters()));
                JsonObject block = block(i, template);
                target.describe(i, template, block);
                blocks.add(block);
            }
        }
        JsonObject config = new JsonObject();
        config.addProperty("log_level", "debug");
        config.add("consul", consul());
        config.add("template", blocks);
        write(path.resolve("config.json"), config.toString().getBytes(StandardCharsets.UTF_8));
    }

    private JsonObject consul() {
        JsonObject retry = new JsonObject();
        retry.addProperty("enabled", true);
        retry.addProperty("attempts", ATTEMPTS);
        retry.addProperty("backoff", BACKOFF);
        JsonObject consul = new JsonObject();
        consul.addProperty("address", "unix://" + seen + "/s");
        consul.add("retry", retry);
        return consul;
    }

    private JsonObject block(int number, TemplateSettings template) {
        JsonObject block = new JsonObject();
        block.addProperty("source", seen + "/" + source(number));
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
}
