package dev.chandler.cli.install;

import static dev.chandler.core.manifest.source.SourceReader.realPath;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.web.Web;
import dev.chandler.core.lock.LockedPlugin;
import dev.chandler.core.plugin.PluginFolders;
import dev.chandler.core.version.VersionRange;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/**
 * Reads where plugins are to be had from.
 *
 * @param project the project's folder
 * @param web asks web servers
 * @param config has logins at registries
 * @param maven the user's Maven
 */
record SourceReader(Path project, Web web, DockerConfig config, MavenProgram maven) {

    private static final Pattern MAVEN = Pattern.compile("[\\w.-]+:[\\w.-]+:[\\w.-]+(:(jar|zip))?");
    private static final Pattern MOVING = Pattern.compile("(?i)LATEST|RELEASE|(.*-)?SNAPSHOT");
    private static final Pattern OCI =
            Pattern.compile("([\\w.-]+|\\[[0-9a-fA-F:]+\\])(:\\d{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+"
                    + "(:\\w[\\w.-]{0,127})?(@sha256:[0-9a-f]{64})?");
    private static final Pattern WANTED = Pattern.compile("([a-z0-9][a-z0-9.-]*)(?:@(.+))?");

    /**
     * Reads a source.
     *
     * @param text as written
     * @param folder what paths are relative to
     * @return the source; several for a folder with several files
     * @throws ManifestException if it is none
     */
    List<PluginSource> read(String text, Path folder) {
        if (text.startsWith(MavenSource.PREFIX)) {
            String coordinates = text.substring(MavenSource.PREFIX.length());
            require(MAVEN.matcher(coordinates).matches(), text, "Maven's are maven:GROUP:ARTIFACT:VERSION[:jar|:zip]");
            require(
                    !MOVING.matcher(coordinates.split(":", -1)[2]).matches(),
                    text,
                    "LATEST, RELEASE and a SNAPSHOT do not give the same file again");
            return List.of(new MavenSource(coordinates, maven));
        }
        if (text.startsWith(OciSource.PREFIX)) {
            String reference = text.substring(OciSource.PREFIX.length());
            require(
                    OCI.matcher(reference).matches(),
                    text,
                    "a registry's are oci:HOST[:PORT]/NAME:TAG or oci:HOST[:PORT]/NAME@sha256:…");
            return List.of(new OciSource(reference, config, web.terms()));
        }
        if (text.startsWith("https://") || text.startsWith("http://")) {
            return List.of(index(text));
        }
        return files(text, folder);
    }

    private IndexSource index(String text) {
        int hash = text.indexOf('#');
        HttpUrl url = HttpUrl.parse(hash < 0 ? text : text.substring(0, hash));
        require(url != null && hash >= 0, text, "an index's are https://HOST/PATH/index.json#ID or …#ID@RANGE");
        if (url == null || !url.username().isEmpty() || !url.password().isEmpty()) {
            throw new ManifestException(Problem.of("CH-PLUGIN-030", "a source must not have a login in it")
                    .because("it is written to chandler.lock, where others read it")
                    .remedy("leave what stands before the @ of the host out"));
        }
        Matcher wanted = WANTED.matcher(text.substring(hash + 1));
        require(wanted.matches(), text, "behind the # stands the plugin's ID, or ID@RANGE");
        Optional<VersionRange> range =
                wanted.group(2) == null ? Optional.of(VersionRange.ANY) : VersionRange.parse(wanted.group(2));
        require(range.isPresent(), text, "a range is such as 1.2.0, or >=1.2.0 & <2.0.0");
        return new IndexSource(text, url, wanted.group(1), range.orElseThrow(), web);
    }

    private List<PluginSource> files(String text, Path folder) {
        Path path;
        try {
            path = folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw noSource(text, "it is no path");
        }
        if (!Files.isDirectory(path)) {
            require(Files.exists(path), text, "there is no such file or folder");
            require(Suffix.of(text).isPresent(), text, "the name of a plugin's file ends in .jar or .zip");
            return List.of(new LocalFile(text, path, recorded(path)));
        }
        try (Stream<Path> files = Files.list(path)) {
            List<PluginSource> found = files.filter(
                            file -> Suffix.of(file.toString()).isPresent())
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .<PluginSource>map(file -> new LocalFile(file.toString(), file, recorded(file)))
                    .toList();
            require(!found.isEmpty(), text, "no file in that folder ends in .jar or .zip");
            return found;
        } catch (IOException e) {
            throw new PluginException(
                    Problem.of("CH-PLUGIN-034", "cannot look into \"" + text + "\"")
                            .because(e.getClass().getSimpleName() + ": " + e.getMessage())
                            .remedy("let yourself read it, or name its files"),
                    e);
        }
    }

    /** A path in the project means the same to all who have it; what lies where plugins go may be replaced by the next. */
    private String recorded(Path file) {
        Path real = realPath(file);
        Path root = realPath(project);
        if (!real.startsWith(root) || real.startsWith(realPath(PluginFolders.ofProject(project)))) {
            return LockedPlugin.FILE;
        }
        String inside = root.relativize(real).toString().replace('\\', '/');
        // Not to be taken for one of the other kinds, or for the word.
        return "./" + inside;
    }

    private static void require(boolean held, String text, String why) {
        if (!held) {
            throw noSource(text, why);
        }
    }

    private static ManifestException noSource(String text, String why) {
        return new ManifestException(Problem.of("CH-PLUGIN-030", "\"" + text + "\" is no source of a plugin")
                .because(why)
                .remedy("a source is a file, a folder, https://…/index.json#ID, maven:GROUP:ARTIFACT:VERSION or"
                        + " oci:HOST/NAME:TAG"));
    }
}
