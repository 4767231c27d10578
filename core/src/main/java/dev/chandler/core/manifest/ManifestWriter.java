package dev.chandler.core.manifest;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.problem.Location;
import dev.chandler.api.settings.Setting;
import dev.chandler.core.manifest.model.StepModel;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a resolved manifest as YAML that loads as the same manifest.
 *
 * <p>Relative paths in steps of an included file stay as they are written; a comment says which file they are relative
 * to.
 */
final class ManifestWriter {

    private final Manifest manifest;
    private final SettingText text = new SettingText();

    ManifestWriter(Manifest manifest) {
        this.manifest = manifest;
    }

    /**
     * Writes it.
     *
     * @param root all but the steps
     * @param steps those, with modules as they are used: what is in them has folders and names of its own
     */
    String write(Setting root, ModuleExpansion.Steps steps) {
        text.entry("name", Setting.text(manifest.name(), manifest.baseLocation()), 0);
        text.entry("base", base(), 0);
        toolbox(root);
        entry("instance", root);
        mounts(root);
        entry("env", root);
        secrets(root);
        steps("modules", steps.modules());
        steps("install", steps.install());
        steps("script", steps.script());
        entry("artifact", root);
        return text.toString();
    }

    private void secrets(Setting root) {
        Setting.Entry entry = root.entries().get("secrets");
        if (entry != null) {
            Map<String, Setting.Entry> secrets = new LinkedHashMap<>();
            entry.value()
                    .entries()
                    .forEach((name, secret) ->
                            secrets.put(name, new Setting.Entry(secret.keyLocation(), secret(name, secret.value()))));
            text.entry("secrets", Setting.map(secrets, entry.value().location()), 0);
        }
    }

    /** A file of an included file's folder is named from here. */
    private Setting secret(String name, Setting setting) {
        SecretSpec spec = manifest.secrets().get(name);
        if (spec == null
                || !(spec.source() instanceof SecretSource.HostFile file)
                || manifest.directory().resolve(file.written()).normalize().equals(file.path())) {
            return setting;
        }
        Map<String, Setting.Entry> entries = new LinkedHashMap<>(setting.entries());
        Setting path = Setting.text(relative(file.path()), spec.location());
        entries.put("file", new Setting.Entry(spec.location(), path));
        return Setting.map(entries, setting.location());
    }

    private void entry(String key, Setting root) {
        Setting.Entry entry = root.entries().get(key);
        if (entry != null) {
            text.entry(key, entry.value(), 0);
        }
    }

    /** A path is relative to this manifest, wherever it was written, and still says that it is one. */
    private void toolbox(Setting root) {
        Optional<ToolboxSource> source = manifest.instance().toolbox();
        if (source.isPresent() && source.get() instanceof ToolboxSource.ClientFiles files) {
            String path = relative(files.path());
            String written = path.startsWith(".") || path.startsWith("/") ? path : "./" + path;
            text.entry("toolbox", Setting.text(written, files.location()), 0);
        } else {
            entry("toolbox", root);
        }
    }

    /** What binds take is relative to this manifest, wherever it was written. */
    private void mounts(Setting root) {
        Setting.Entry entry = root.entries().get("mounts");
        if (entry == null || manifest.instance().mounts().isEmpty()) {
            return;
        }
        List<Setting> written = entry.value().items();
        List<Setting> items = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            items.add(mount(written.get(i), manifest.instance().mounts().get(i).mount()));
        }
        text.entry("mounts", Setting.list(items, manifest.baseLocation()), 0);
    }

    private Setting mount(Setting written, Mount mount) {
        if (!(mount instanceof Mount.Bind bind)) {
            return written;
        }
        Map<String, Setting.Entry> entries = new LinkedHashMap<>(written.entries());
        entries.computeIfPresent("from", (key, from) -> {
            Location place = from.value().location();
            return new Setting.Entry(from.keyLocation(), Setting.text(relative(bind.source()), place));
        });
        return Setting.map(entries, written.location());
    }

    private Setting base() {
        Location place = manifest.baseLocation();
        BaseReference base = manifest.base();
        if (manifest.baseBuild().isPresent()) {
            Setting name = Setting.text(manifest.baseBuild().get().build(), place);
            return Setting.map(Map.of("build", new Setting.Entry(place, name)), place);
        }
        if (base instanceof BaseReference.Rootfs rootfs) {
            return file("rootfs", rootfs.file(), Optional.empty(), place);
        }
        if (base instanceof BaseReference.OciLayout oci) {
            return file("oci", oci.directory(), oci.image(), place);
        }
        if (base instanceof BaseReference.DockerArchive archive) {
            return file("docker-archive", archive.file(), archive.image(), place);
        }
        return Setting.text(base.toString(), place);
    }

    private Setting file(String key, Path path, Optional<String> image, Location place) {
        Map<String, Setting.Entry> entries = new LinkedHashMap<>();
        entries.put(key, new Setting.Entry(place, Setting.text(relative(path), place)));
        image.ifPresent(name -> entries.put("image", new Setting.Entry(place, Setting.text(name, place))));
        return Setting.map(entries, place);
    }

    private String relative(Path path) {
        Path directory = manifest.directory();
        if (path.equals(directory)) {
            return ".";
        }
        return path.startsWith(directory) ? directory.relativize(path).toString() : path.toString();
    }

    private void steps(String key, List<ResolvedStep> steps) {
        if (steps.isEmpty()) {
            return;
        }
        text.line(key + ":", 0);
        for (ResolvedStep step : steps) {
            comment(step);
            text.item(setting(step), 1);
        }
    }

    private void comment(ResolvedStep step) {
        SourceFile file = fileOf(step);
        if (!file.directory().equals(manifest.directory())) {
            text.line("# of " + file.name(), 1);
        }
    }

    private static SourceFile fileOf(ResolvedStep step) {
        if (step instanceof ResolvedStep.Single single) {
            return single.file();
        }
        if (step instanceof ResolvedStep.Use use) {
            return use.file();
        }
        if (step instanceof ResolvedStep.Sequence sequence) {
            return fileOf(sequence.steps().get(0));
        }
        return fileOf(((ResolvedStep.Block) step).branches().get(0));
    }

    private Setting setting(ResolvedStep step) {
        if (step instanceof ResolvedStep.Single single) {
            return single.setting();
        }
        if (step instanceof ResolvedStep.Use use) {
            return use(use);
        }
        if (step instanceof ResolvedStep.Sequence sequence) {
            return Setting.list(sequence.steps().stream().map(this::setting).toList(), step.place());
        }
        ResolvedStep.Block block = (ResolvedStep.Block) step;
        Map<String, Setting.Entry> entries = new LinkedHashMap<>();
        block.name().ifPresent(name -> entries.put("name", new Setting.Entry(name.location(), name)));
        Setting branches =
                Setting.list(block.branches().stream().map(this::setting).toList(), step.place());
        entries.put("parallel", new Setting.Entry(step.place(), branches));
        return Setting.map(entries, step.place());
    }

    /** The folder of a module is named from here, wherever that was written. */
    private Setting use(ResolvedStep.Use use) {
        String reference = use.reference().text();
        Path from = use.file().directory();
        if (!ModuleReference.isFolder(reference) || from.equals(manifest.directory())) {
            return use.setting();
        }
        String path = relative(from.resolve(reference).normalize());
        Setting written = Setting.text(
                path.startsWith("/") ? path : "./" + path, use.reference().location());
        Map<String, Setting.Entry> entries = new LinkedHashMap<>(use.setting().entries());
        entries.put(StepModel.USE, new Setting.Entry(use.place(), written));
        return Setting.map(entries, use.place());
    }
}
