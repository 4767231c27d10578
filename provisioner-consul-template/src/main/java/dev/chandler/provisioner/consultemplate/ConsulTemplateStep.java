package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files that are rendered when the step runs, and put into the instance. */
record ConsulTemplateStep(StepSettings settings) implements PreparedStep {

    /** What a file of the client is called among what was read. */
    private static final String FILE = "file ";

    private static final String CONTENT = "content ";

    @Override
    public String title() {
        List<TemplateSettings> templates = settings.templates();
        String first = templates.get(0).destination().lines().findFirst().orElse("");
        return "render " + first + (templates.size() == 1 ? "" : " and " + (templates.size() - 1) + " more");
    }

    @Override
    public boolean runsCommands() {
        return settings.mayRunInInstance();
    }

    @Override
    public boolean sharesFolder() {
        return settings.mayRunInInstance();
    }

    @Override
    public void requireReady() {
        if (settings.renders()) {
            if (!settings.mayRunInInstance()) {
                settings.program().path();
            }
            if (settings.values().isEmpty()) {
                settings.consul().secret();
            }
        }
    }

    @Override
    public List<String> puts(String workdir) {
        return settings.templates().stream().map(each -> each.path(workdir)).toList();
    }

    @Override
    public void describe(KeyBuilder key) throws InterruptedException {
        for (int i = 0; i < settings.templates().size(); i++) {
            TemplateSettings template = settings.templates().get(i);
            key.field("template " + i, template.described())
                    .field(CONTENT + i, template.text().digest());
        }
        if (settings.renders()) {
            key.field("env", settings.env());
            // In the instance it is a part of what the step stands on.
            if (settings.where() == Where.CLIENT) {
                key.field("consul-template", settings.program().version());
            } else if (settings.where() == Where.INSTANCE_IF_POSSIBLE) {
                key.field("consul-template", settings.program().versionIfThere().orElse("none"));
            }
            key.field("consul", settings.consul().described());
            settings.values().ifPresent(values -> key.field("values", values.digest()));
        }
    }

    @Override
    public Optional<Path> file(String field, String entry) {
        for (int i = 0; i < settings.templates().size(); i++) {
            if (field.equals(CONTENT + i)) {
                return settings.templates().get(i).text().path();
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean observes() {
        return settings.renders() && (settings.values().isEmpty() || settings.readsFiles());
    }

    @Override
    public Map<String, Digest> observe(List<String> names) throws InterruptedException {
        Map<String, Digest> digests = new LinkedHashMap<>();
        if (settings.ofModule() || names.stream().allMatch(each -> each.startsWith(FILE))) {
            names.stream().filter(each -> each.startsWith(FILE)).forEach(name -> digests.put(name, fileDigest(name)));
            return digests;
        }
        try (ConsulServer server = ConsulServer.of(settings.consul())) {
            for (String name : names) {
                Optional<ConsulRequest> request = RequestNames.parse(name);
                if (name.startsWith(FILE)) {
                    digests.put(name, fileDigest(name));
                } else if (request.isPresent() && settings.allowed().allows(request.get())) {
                    digests.put(name, AnswerDigest.of(request.get(), server.answered(request.get())));
                }
            }
        }
        return digests;
    }

    private Digest fileDigest(String name) {
        try {
            return Digest.of(Files.readAllBytes(settings.folder().resolve(name.substring(FILE.length()))));
        } catch (IOException e) {
            return Digest.of("absent");
        }
    }

    @Override
    public void run(StepContext context) throws InterruptedException {
        settings.notices().forEach(notice -> say(context, notice));
        Readings readings = new Readings();
        Rendering.Result result = new Rendering(settings, readings, context).run();
        Placement placement = new Placement(context.communicator());
        for (int i = 0; i < settings.templates().size(); i++) {
            if (result.contents().get(i).isPresent()) {
                placement.add(
                        settings.templates().get(i), result.contents().get(i).get(), context.workdir());
            }
        }
        placement.put();
        if (observes()) {
            result.files().forEach(each -> context.observed(FILE + each, fileDigest(FILE + each)));
            if (settings.values().isEmpty()) {
                readings.observed().forEach(context::observed);
            }
        }
        if (settings.showValues()) {
            readings.values().forEach((name, value) -> say(context, name + " = " + value));
        }
    }

    private static void say(StepContext context, String line) {
        context.output().write(OutputSink.Channel.STDOUT, (line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
