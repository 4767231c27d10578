package dev.chandler.core.plugin;

import dev.chandler.api.ApiVersion;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedPlugin;
import dev.chandler.core.lock.Lockfile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The words for every way in which a plugin can be no good. */
final class Refusals {

    private Refusals() {}

    static Problem notAPlugin(Path file) {
        return Problem.of("CH-PLUGIN-001", "\"%s\" is not a plugin".formatted(file))
                .because("its META-INF/MANIFEST.MF has no header " + PluginHeaders.ID)
                .remedy("take it out of the folder, or build it with the headers of a plugin");
    }

    static Problem unreadable(Path file, Throwable why) {
        return Problem.of("CH-PLUGIN-002", "the plugin file \"%s\" cannot be read".formatted(file))
                .because(text(why))
                .remedy("put a whole copy of the jar there, readable to you");
    }

    static Problem changed(Path file) {
        return Problem.of("CH-PLUGIN-002", "the plugin file \"%s\" is not what it was".formatted(file))
                .because("it has the size and the time that it had, but another content")
                .remedy("run again, which reads it anew");
    }

    static Problem notAsLocked(PluginEntry entry, LockedPlugin locked, Digest found) {
        return Problem.of(
                        "CH-PLUGIN-040",
                        "plugin \"%s\" is not the one that %s has"
                                .formatted(entry.headers().id(), Lockfile.NAME))
                .because("\"%s\" is %s, version %s; locked is %s, version %s"
                        .formatted(entry.file(), found, entry.headers().version(), locked.digest(), locked.version()))
                .remedy("\"chandler plugin install\" puts the locked one there;"
                        + " \"chandler plugin install FILE\" locks another");
    }

    static Problem notLocked(PluginEntry entry) {
        return Problem.of(
                        "CH-PLUGIN-041",
                        "plugin \"%s\" is not in %s".formatted(entry.headers().id(), Lockfile.NAME))
                .because("with --locked no other plugin may be used; this one is \"%s\"".formatted(entry.file()))
                .remedy("put it there with \"chandler plugin install\", or go without --locked");
    }

    static Problem noPluginZip(Path file, Throwable why) {
        return Problem.of("CH-PLUGIN-001", "\"%s\" is not a plugin".formatted(file))
                .because(why.getMessage())
                .remedy("a plugin's zip has the plugin's own jar at its top, and the jars that it needs in lib/");
    }

    static Problem unsafe(Path file, Throwable why) {
        return Problem.of("CH-PLUGIN-015", "the plugin file \"%s\" would do harm where it is unpacked".formatted(file))
                .because(why.getMessage())
                .remedy("take it out of the folder; nothing of it was unpacked");
    }

    static Problem notUnpacked(PluginEntry entry, Path root, Throwable why) {
        return Problem.of(
                        "CH-PLUGIN-016",
                        "plugin \"%s\" cannot be unpacked"
                                .formatted(entry.headers().id()))
                .because("\"%s\" is a zip, whose jars go to \"%s\": %s".formatted(entry.file(), root, text(why)))
                .remedy("make room there, and let yourself write there; XDG_CACHE_HOME names another place");
    }

    static Problem notHeld(PluginEntry entry, Path root, Throwable why) {
        return Problem.of(
                        "CH-PLUGIN-016",
                        "plugin \"%s\" cannot be copied to where it is looked at"
                                .formatted(entry.headers().id()))
                .because("\"%s\" is signed, and what its signature is held against is kept in \"%s\": %s"
                        .formatted(entry.file(), root, text(why)))
                .remedy("make room there, and let yourself write there; XDG_CACHE_HOME names another place");
    }

    static Problem missingDependency(PluginEntry entry, Dependency dependency, String found) {
        return Problem.of(
                        "CH-PLUGIN-013",
                        "plugin \"%s\" %s needs the plugin \"%s\", which it cannot have"
                                .formatted(entry.headers().id(), entry.headers().version(), dependency.id()))
                .because("\"%s\" asks for %s; %s".formatted(entry.file(), dependency, found))
                .remedy("put a version of \"%s\" that will do beside it, or take \"%s\" out"
                        .formatted(dependency.id(), entry.headers().id()));
    }

    static Problem cycle(PluginEntry entry, List<PluginEntry> path) {
        String start = entry.headers().id();
        return Problem.of("CH-PLUGIN-014", "plugin \"%s\" needs itself".formatted(start))
                .because(path.stream()
                        .map(each -> "\"%s\" (\"%s\") needs "
                                .formatted(each.headers().id(), each.file()))
                        .collect(Collectors.joining("", "", "\"" + start + "\"")))
                .remedy("the authors have to build one of them without the other");
    }

    static Problem badDependency(Path file, PluginHeaders headers, String text) {
        return Problem.of(
                        "CH-PLUGIN-003", "plugin \"%s\" needs \"%s\", which is no plugin".formatted(headers.id(), text))
                .because("%s in \"%s\" names it".formatted(PluginHeaders.DEPENDENCIES, file))
                .remedy("the plugin's author has to write ids with ranges, such as moon@>=1.2.0 & <2.0.0, sun?@1.0.0");
    }

    static Problem badExport(Path file, PluginHeaders headers, String name) {
        return Problem.of(
                        "CH-PLUGIN-003",
                        "plugin \"%s\" exports \"%s\", which is no package".formatted(headers.id(), name))
                .because("%s in \"%s\" names it".formatted(PluginHeaders.EXPORTS, file))
                .remedy("the plugin's author has to write packages, separated by commas");
    }

    static Problem missingHeader(Path file, PluginHeaders headers, String header) {
        return Problem.of("CH-PLUGIN-003", "plugin \"%s\" has no header %s".formatted(headers.id(), header))
                .because("the META-INF/MANIFEST.MF in \"%s\" lacks it".formatted(file))
                .remedy("the plugin's author has to build it with that header");
    }

    static Problem badId(Path file, String header, String id) {
        return Problem.of("CH-PLUGIN-003", "\"%s\" is no id for %s".formatted(id, header))
                .because("\"%s\" names it; ids have lower-case letters, digits, - and .".formatted(file))
                .remedy("the plugin's author has to build it with another id");
    }

    static Problem reservedId(Path file, PluginHeaders headers, String id) {
        return Problem.of(
                        "CH-PLUGIN-003",
                        "plugin \"%s\" calls a provisioner \"%s\", which is a word of every step"
                                .formatted(headers.id(), id))
                .because("%s in \"%s\" names it".formatted(PluginHeaders.PROVISIONERS, file))
                .remedy("the plugin's author has to build it with another id");
    }

    static Problem bundlesApi(Path file, PluginHeaders headers, String entry) {
        return Problem.of(
                        "CH-PLUGIN-004", "plugin \"%s\" brings its own copy of Chandler's API".formatted(headers.id()))
                .because("\"%s\" contains %s, so its classes would not be the ones that Chandler knows"
                        .formatted(file, entry))
                .remedy("build it with chandler-api in scope \"provided\", and leave dev.chandler.api out of the jar");
    }

    static Problem reachesOut(Path file, PluginHeaders headers, String jar, String what) {
        return Problem.of("CH-PLUGIN-050", "plugin \"%s\" loads classes from beside its file".formatted(headers.id()))
                .because("in \"%s\", of \"%s\" %s: no signature is over what lies there".formatted(file, jar, what))
                .remedy(
                        "the plugin's author has to leave that out of the jar, and bring what it names in a zip, in lib/");
    }

    static Problem wrongRange(Path file, PluginHeaders headers) {
        return Problem.of(
                        "CH-PLUGIN-005",
                        "plugin \"%s\" %s was built for another version of Chandler's API"
                                .formatted(headers.id(), headers.version()))
                .because("\"%s\" requires %s, this is %s".formatted(file, headers.requires(), ApiVersion.current()))
                .remedy("use a version of the plugin whose range includes %s, or another version of Chandler"
                        .formatted(ApiVersion.current()));
    }

    static Problem unknownRange(Path file, PluginHeaders headers, String why) {
        return Problem.of(
                        "CH-PLUGIN-005",
                        "plugin \"%s\" has an API range that cannot be understood".formatted(headers.id()))
                .because("%s in \"%s\" is \"%s\": %s".formatted(PluginHeaders.REQUIRES, file, headers.requires(), why))
                .remedy("the plugin's author has to write a range such as >=0.1.0 & <0.2.0");
    }

    static Problem samePluginId(PluginHeaders headers, Path file, Path other) {
        return Problem.of("CH-PLUGIN-006", "two plugins have the id \"%s\"".formatted(headers.id()))
                .because("they are \"%s\" and \"%s\"".formatted(other, file))
                .remedy("keep one of the two files");
    }

    static Problem sameExtensionId(String what, String id, String plugin, String other, Path file, Path otherFile) {
        return Problem.of("CH-PLUGIN-007", "two plugins provide the %s \"%s\"".formatted(what, id))
                .because("they are \"%s\" in \"%s\" and \"%s\" in \"%s\"".formatted(other, otherFile, plugin, file))
                .remedy("keep one of the two files");
    }

    static Problem missingExtension(Path file, PluginHeaders headers, String why) {
        return Problem.of("CH-PLUGIN-008", "plugin \"%s\" lacks an extension that it declares".formatted(headers.id()))
                .because("\"%s\": %s".formatted(file, why))
                .remedy("the plugin's author has to build it again; META-INF/services, headers and classes must agree");
    }

    static Problem brokenExtension(Path file, PluginHeaders headers, String className, Throwable why) {
        return Problem.of(
                        "CH-PLUGIN-009", "plugin \"%s\" %s cannot be loaded".formatted(headers.id(), headers.version()))
                .because("%s in \"%s\": %s".formatted(className, file, text(why)))
                .remedy("use another version of the plugin, or take it out; --stacktrace shows where it fails");
    }

    static Problem failed(PluginEntry entry, String call, Throwable why) {
        return Problem.of(
                        "CH-PLUGIN-012",
                        "plugin \"%s\" %s failed in a way that it must not"
                                .formatted(entry.headers().id(), entry.headers().version()))
                .because("\"%s\", in %s: %s".formatted(entry.file(), call, text(why)))
                .remedy("report it to the plugin's author with what --stacktrace shows");
    }

    static Problem newerJava(Path file, PluginHeaders headers, int level) {
        int running = Runtime.version().feature();
        return Problem.of("CH-PLUGIN-010", "plugin \"%s\" needs Java %d".formatted(headers.id(), level))
                .because("classes in \"%s\" were compiled for it; it runs on Java %d here".formatted(file, running))
                .remedy("set JAVA_HOME to a Java %d or newer".formatted(level));
    }

    static Problem noFile(Path file) {
        return Problem.of("CH-PLUGIN-017", "there is no plugin file \"%s\"".formatted(file))
                .remedy("name a jar or zip that is there, or a plugin by its id");
    }

    static Problem noFolder(PluginFolder folder) {
        return Problem.of("CH-PLUGIN-011", "there is no plugin folder \"%s\"".formatted(folder.path()))
                .because("%s names it".formatted(folder.origin()))
                .remedy("make the folder, or name another");
    }

    static Problem unreadableFolder(PluginFolder folder, Throwable why) {
        return Problem.of("CH-PLUGIN-011", "the plugin folder \"%s\" cannot be read".formatted(folder.path()))
                .because(text(why))
                .remedy("make it readable to you");
    }

    /**
     * An error in words.
     *
     * @return its kind and message, in one line
     */
    static String text(Throwable why) {
        String message = why.getMessage();
        String text = why.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
    }
}
