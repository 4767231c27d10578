package dev.chandler.core.manifest;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.ManifestModel;
import dev.chandler.core.manifest.source.ProblemLog;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads what the build starts from: {@code language:} or {@code base:}. */
final class BaseReader {

    private final ProblemLog problems;

    BaseReader(ProblemLog problems) {
        this.problems = problems;
    }

    /** A base, where it was written, and the build that makes it, if one of the project's does. */
    record PlacedBase(BaseReference base, Location place, Optional<BuildNeed> build) {

        PlacedBase(BaseReference base, Location place) {
            this(base, place, Optional.empty());
        }
    }

    /**
     * Reads the base.
     *
     * @param root all of the manifest
     * @param directory the folder of the file in which the base stands
     * @return the base; empty where there is none, which was reported
     */
    Optional<PlacedBase> read(SettingReader root, Path directory) {
        Optional<Setting> language = root.any("language");
        Optional<Setting> base = root.any("base");
        if (language.isPresent() && base.isPresent()) {
            problems.accept(Problem.of("CH-MANIFEST-014", "language: and base: both say what to start from")
                    .at(language.get().location())
                    .because("the other is at " + base.get().location())
                    .remedy("keep one of them"));
            return Optional.empty();
        }
        if (language.isPresent() && isScratch(language.get())) {
            problems.accept(Problem.of("CH-MANIFEST-014", "scratch is no language")
                    .at(language.get().location())
                    .because("language: names an image, and there is none of that name")
                    .remedy("write base: scratch"));
            return Optional.empty();
        }
        if (language.isPresent()) {
            return image(language.get());
        }
        if (base.isPresent()) {
            return base(base.get(), directory);
        }
        return Optional.empty();
    }

    private static boolean isScratch(Setting base) {
        return base.kind() == Setting.Kind.TEXT && base.text().equals("scratch");
    }

    /** The problem of a manifest without a base. */
    static Problem missing(Location place) {
        return Problem.of("CH-MANIFEST-014", "there is no base to start from")
                .at(place)
                .remedy("add base: IMAGE, such as base: debian:12; or base: scratch, {rootfs: FILE}, {oci: FOLDER},"
                        + " {docker-archive: FILE}, {build: NAME}");
    }

    private Optional<PlacedBase> base(Setting base, Path directory) {
        return switch (base.kind()) {
            case TEXT ->
                isScratch(base)
                        ? Optional.of(new PlacedBase(new BaseReference.Scratch(), base.location()))
                        : image(base);
            case MAP -> file(base, directory);
            case LIST -> {
                problems.accept(SettingReader.wrongType(
                        base,
                        "an image, scratch, {rootfs: FILE}, {oci: FOLDER}, {docker-archive: FILE} or {build: NAME}"));
                yield Optional.empty();
            }
        };
    }

    private Optional<PlacedBase> image(Setting image) {
        return name(image).map(name -> new PlacedBase(new BaseReference.Image(name), image.location()));
    }

    private Optional<String> name(Setting image) {
        if (image.kind() != Setting.Kind.TEXT) {
            problems.accept(SettingReader.wrongType(image, "an image"));
            return Optional.empty();
        }
        String name = image.text();
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            problems.accept(Problem.of("CH-MANIFEST-014", "\"" + name + "\" is no image's name")
                    .at(image.location())
                    .because("a name is not empty and has no blanks"));
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private Optional<PlacedBase> file(Setting map, Path directory) {
        SettingReader reader = SettingReader.of(map, ManifestModel.BASE, problems);
        Optional<Setting> rootfs = reader.any("rootfs");
        Optional<Setting> oci = reader.any("oci");
        Optional<Setting> archive = reader.any("docker-archive");
        Optional<Setting> build = reader.any("build");
        Optional<Setting> image = reader.any("image");
        reader.finish();
        long kinds = Stream.of(rootfs, oci, archive, build)
                .filter(Optional::isPresent)
                .count();
        if (kinds != 1) {
            if (kinds > 1 || image.isPresent() || map.entries().isEmpty()) {
                problems.accept(
                        Problem.of("CH-MANIFEST-014", "a base is one of rootfs:, oci:, docker-archive: and build:")
                                .at(map.location()));
            }
            return Optional.empty();
        }
        if (image.isPresent() && (rootfs.isPresent() || build.isPresent())) {
            problems.accept(nothingToChoose(image.get(), rootfs.isPresent() ? "rootfs" : "build"));
            return Optional.empty();
        }
        if (build.isPresent()) {
            return built(build.get());
        }
        Optional<String> name = image.flatMap(this::name);
        if (image.isPresent() && name.isEmpty()) {
            return Optional.empty();
        }
        if (oci.isPresent()) {
            return path(
                    oci.get(),
                    directory,
                    Files::isDirectory,
                    "folder",
                    path -> new BaseReference.OciLayout(path, name));
        }
        Function<Path, BaseReference> reference =
                rootfs.isPresent() ? BaseReference.Rootfs::new : path -> new BaseReference.DockerArchive(path, name);
        return path(rootfs.or(() -> archive).orElseThrow(), directory, Files::isRegularFile, "file", reference);
    }

    /** Which image that is turns out when the build has run; up to then it goes by the build's name. */
    private Optional<PlacedBase> built(Setting build) {
        if (build.kind() != Setting.Kind.TEXT) {
            problems.accept(SettingReader.wrongType(build, "a build's name"));
            return Optional.empty();
        }
        return Optional.of(new PlacedBase(
                new BaseReference.Image("build " + build.text()),
                build.location(),
                Optional.of(new BuildNeed(build.text(), build.location()))));
    }

    private static Problem nothingToChoose(Setting image, String kind) {
        return Problem.of("CH-MANIFEST-014", "a " + kind + " has no images to choose from")
                .at(image.location())
                .remedy("leave image: out");
    }

    private Optional<PlacedBase> path(
            Setting setting,
            Path directory,
            Predicate<Path> exists,
            String what,
            Function<Path, BaseReference> reference) {
        if (setting.kind() != Setting.Kind.TEXT) {
            problems.accept(SettingReader.wrongType(setting, "the name of a " + what));
            return Optional.empty();
        }
        Optional<Path> path = resolve(directory, setting.text()).filter(exists);
        if (path.isEmpty() || setting.text().isEmpty()) {
            problems.accept(Problem.of("CH-MANIFEST-014", "there is no " + what + " \"" + setting.text() + "\"")
                    .at(setting.location())
                    .because("looked in " + directory));
            return Optional.empty();
        }
        return path.map(found -> new PlacedBase(reference.apply(found), setting.location()));
    }

    private static Optional<Path> resolve(Path directory, String name) {
        try {
            return Optional.of(directory.resolve(name).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
