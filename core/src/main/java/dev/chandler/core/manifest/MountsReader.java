package dev.chandler.core.manifest;

import dev.chandler.api.engine.Mount;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.api.settings.SettingsModel;
import dev.chandler.core.manifest.model.InstanceModel;
import dev.chandler.core.manifest.source.ProblemLog;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code mounts:}. */
final class MountsReader {

    private static final Map<String, SettingsModel> MODELS =
            Map.of("bind", InstanceModel.BIND, "cache", InstanceModel.CACHE, "tmpfs", InstanceModel.TMPFS);

    /** What an engine mounts something of its own over. */
    private static final Set<String> MANAGED = Set.of("/etc/hosts", "/etc/hostname", "/etc/resolv.conf");

    private final ProblemLog problems;

    MountsReader(ProblemLog problems) {
        this.problems = problems;
    }

    /**
     * Reads the mounts.
     *
     * @param setting the list
     * @param directories the folders of the files in which the items stand; where there are fewer, the last one's
     */
    List<MountSpec> read(Optional<Setting> setting, List<Path> directories) {
        if (setting.isEmpty()) {
            return List.of();
        }
        if (setting.get().kind() != Setting.Kind.LIST) {
            problems.accept(SettingReader.wrongType(setting.get(), "a list of mounts"));
            return List.of();
        }
        List<MountSpec> mounts = new ArrayList<>();
        List<Setting> items = setting.get().items();
        for (int i = 0; i < items.size(); i++) {
            Path directory = directories.get(Math.min(i, directories.size() - 1));
            mount(items.get(i), directory).ifPresent(mounts::add);
        }
        checkPlaces(mounts);
        checkSharing(mounts);
        return mounts;
    }

    private Optional<MountSpec> mount(Setting item, Path directory) {
        SettingsModel model = model(item);
        if (model == null) {
            return Optional.empty();
        }
        SettingReader reader = SettingReader.of(item, model, problems);
        reader.any("kind");
        Optional<String> to = target(reader);
        Sharing sharing = Sharing.SHARED;
        Optional<Mount> mount;
        switch (model.name()) {
            case "bind" -> mount = bind(reader, to, directory);
            case "cache" -> {
                mount = cache(reader, to);
                sharing = reader.read("sharing", "shared, locked or private", MountsReader::sharing)
                        .orElse(Sharing.SHARED);
            }
            default -> {
                Optional<Long> size = reader.read("size", "a size such as 64m or 2g", ByteSize::parse);
                OptionalLong bytes = size.map(OptionalLong::of).orElse(OptionalLong.empty());
                mount = to.map(path -> new Mount.Tmpfs(path, bytes));
            }
        }
        reader.finish();
        Sharing how = sharing;
        return mount.map(known -> new MountSpec(known, how, item.location()));
    }

    /** The keys that a mount may have, which its kind decides. */
    private @Nullable SettingsModel model(Setting item) {
        if (item.kind() != Setting.Kind.MAP) {
            problems.accept(SettingReader.wrongType(item, "a map of settings"));
            return null;
        }
        Setting.Entry kind = item.entries().get("kind");
        if (kind == null) {
            problems.accept(Problem.of("CH-MANIFEST-012", "missing key \"kind\"")
                    .at(item.location())
                    .remedy("add \"kind: bind\", cache or tmpfs"));
            return null;
        }
        boolean text = kind.value().kind() == Setting.Kind.TEXT;
        SettingsModel model = text ? MODELS.get(kind.value().text()) : null;
        if (model == null) {
            Problem wrong = Problem.of("CH-MANIFEST-011", "\"kind\" must be bind, cache or tmpfs")
                    .at(kind.value().location());
            problems.accept(text ? wrong.because("it is \"" + kind.value().text() + "\"") : wrong);
        }
        return model;
    }

    private Optional<Mount> bind(SettingReader reader, Optional<String> to, Path directory) {
        Optional<String> from = reader.requiredText("from");
        boolean readOnly = reader.bool("read-only").orElse(false);
        if (from.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> source = path(directory, from.get()).filter(Files::exists);
        if (source.isEmpty()) {
            problems.accept(Problem.of("CH-MANIFEST-062", "there is no file or folder \"" + from.get() + "\" to mount")
                    .at(reader.any("from").orElseThrow().location())
                    .because("looked in " + directory));
        }
        return source.flatMap(path -> to.map(target -> new Mount.Bind(path, target, readOnly)));
    }

    private static Optional<Path> path(Path directory, String name) {
        try {
            return Optional.of(directory.toAbsolutePath().resolve(name).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Optional<Mount> cache(SettingReader reader, Optional<String> to) {
        Optional<String> name = reader.requiredText("name");
        Optional<String> valid =
                reader.read("name", "letters, digits, _, . and - alone, a letter or digit first", InstanceValues::name);
        return name.isEmpty()
                ? Optional.empty()
                : valid.flatMap(known -> to.map(target -> new Mount.Cache(known, target)));
    }

    private static Optional<Sharing> sharing(String text) {
        return Arrays.stream(Sharing.values())
                .filter(each -> each.toString().equals(text))
                .findFirst();
    }

    private Optional<String> target(SettingReader reader) {
        Optional<String> to = reader.requiredText("to");
        if (to.isEmpty()) {
            return Optional.empty();
        }
        String path = to.get().length() > 1 && to.get().endsWith("/")
                ? to.get().substring(0, to.get().length() - 1)
                : to.get();
        Optional<String> why = unfit(path);
        why.ifPresent(reason ->
                problems.accept(Problem.of("CH-MANIFEST-060", "nothing can be mounted at \"" + to.get() + "\"")
                        .at(reader.any("to").orElseThrow().location())
                        .because(reason)));
        return why.isPresent() ? Optional.empty() : Optional.of(path);
    }

    private static Optional<String> unfit(String path) {
        if (!path.startsWith("/")) {
            return Optional.of("it is no absolute path");
        }
        if (path.contains("//") || (path + "/").contains("/./") || (path + "/").contains("/../")) {
            return Optional.of("it has parts that lead nowhere or back");
        }
        if (path.chars().anyMatch(c -> c < ' ' || c == ':' || c == ',' || c == 0x7f)) {
            return Optional.of("it has a colon, a comma or a control character");
        }
        if (path.equals("/") || path.equals("/dev")) {
            return Optional.of("an instance could not do without what is there");
        }
        if (isAtOrBelow(path, "/proc") || isAtOrBelow(path, "/sys")) {
            return Optional.of("that is the kernel's");
        }
        if (MANAGED.contains(path)) {
            return Optional.of("an engine mounts one of its own there");
        }
        if (path.startsWith("/dev/chandler") || path.startsWith("/dev/shm/chandler")) {
            return Optional.of("Chandler keeps what steps need there");
        }
        return Optional.empty();
    }

    private static boolean isAtOrBelow(String path, String folder) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }

    /** A place within another mount would be made there, and stay on the client or in a cache. */
    private void checkPlaces(List<MountSpec> mounts) {
        for (int i = 0; i < mounts.size(); i++) {
            String target = mounts.get(i).mount().target();
            for (MountSpec before : mounts.subList(0, i)) {
                String other = before.mount().target();
                if (isAtOrBelow(target, other) || isAtOrBelow(other, target)) {
                    String what = target.equals(other)
                            ? "two mounts at \"" + target + "\""
                            : "the mounts at \"" + other + "\" and \"" + target + "\" are one below the other";
                    problems.accept(Problem.of("CH-MANIFEST-061", what)
                            .at(mounts.get(i).location())
                            .because("the other is at " + before.location())
                            .remedy("give each a place of its own"));
                }
            }
        }
    }

    private void checkSharing(List<MountSpec> mounts) {
        Map<String, MountSpec> known = new HashMap<>();
        for (MountSpec each : mounts) {
            if (each.mount() instanceof Mount.Cache cache) {
                MountSpec first = known.putIfAbsent(cache.name(), each);
                if (first != null && first.sharing() != each.sharing()) {
                    reportSharing(cache.name(), first.location(), each.location());
                }
            }
        }
    }

    private void reportSharing(String name, Location first, Location second) {
        problems.accept(Problem.of("CH-MANIFEST-063", "the cache \"" + name + "\" is shared in two ways")
                .at(second)
                .because("the other is at " + first)
                .remedy("say the same sharing: for both"));
    }
}
