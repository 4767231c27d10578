package dev.chandler.plugin.ansible;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import java.nio.file.Path;
import java.util.List;

/** A playbook that is there. */
record AnsibleStep(StepSettings settings) implements PreparedStep {

    @Override
    public String title() {
        return "ansible-playbook " + settings.shown(settings.playbook());
    }

    @Override
    public void requireReady() {
        settings.program().path();
    }

    @Override
    public void describe(KeyBuilder key) throws InterruptedException {
        ReadFiles files = new ReadFiles(settings);
        key.field("playbook", String.valueOf(settings.playbook().getFileName()))
                .field("files of the playbook's folder", files.of(settings.folder()));
        describe(key, files, "roles-path", settings.roles());
        describe(key, files, "collections-path", settings.collections());
        describe(key, files, "reads", settings.reads());
        describe(key, files, "vars-files", settings.varsFiles());
        describe(key, files, "config", settings.config().stream().toList());
        key.field("vars", settings.vars())
                .field("host", settings.host())
                .field("host-vars", settings.hostVars().json())
                .field("groups", settings.groups())
                .field("words", settings.words());
        Versions versions = settings.program().versions(settings.version());
        key.field("ansible-core", versions.core())
                .field(
                        "collections of the package ansible",
                        versions.collections().orElse("none"));
    }

    /** By number: where they are on this machine is nothing that the result depends on. */
    private static void describe(KeyBuilder key, ReadFiles files, String name, List<Path> paths)
            throws InterruptedException {
        for (int i = 0; i < paths.size(); i++) {
            key.field("files of " + name + " " + (i + 1), files.of(paths.get(i)));
        }
    }

    @Override
    public void run(StepContext context) throws InterruptedException {
        new PlaybookRun(settings, context).run();
    }
}
