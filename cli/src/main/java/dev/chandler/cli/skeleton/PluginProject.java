package dev.chandler.cli.skeleton;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Maven project for a new plugin.
 *
 * @param kind what the plugin provides
 * @param name its id and that of what it provides: lower-case letters, digits and single dashes
 * @param group the project's group
 * @param javaPackage the package of its classes
 * @param chandler the version of Chandler, whose {@code api} and {@code testkit} it is built with
 * @param api the version of the API, three numbers
 */
public record PluginProject(
        PluginKind kind, String name, String group, String javaPackage, String chandler, String api) {

    private static final String ORIGIN = """
            Maven finds Chandler's `api` and `testkit`, of version `@version@`, in the local Maven repository, where the `./chandler` of a clone of Chandler's sources
            puts them when it builds. Who has the distribution alone gets the sources of the same version, and runs there, once:

            ```sh
            mvn install -pl api,testkit -am -Dmaven.test.skip=true
            ```
            """;

    /**
     * All files.
     *
     * @return their texts by their paths, relative to the project's folder
     */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", text("pom.xml"));
        files.put("README.md", text(kind + "/README.md"));
        files.put(".gitignore", text("gitignore"));
        files.put("example/chandler.yml", text(kind + "/chandler.yml"));
        for (String end : kind.classes()) {
            files.put(source("main", title() + end), text(kind + "/" + end + ".java"));
        }
        files.put(
                "src/main/resources/META-INF/services/" + kind.service(),
                javaPackage + "." + title() + kind.classes().get(0) + "\n");
        if (kind == PluginKind.ENGINE) {
            files.put(source("main", "Unwritten"), text("engine/Unwritten.java"));
            files.put(source("test", title() + "EngineIT"), text("engine/EngineIT.java"));
        }
        String test = kind.classes().get(0) + "Test";
        files.put(source("test", title() + test), text(kind + "/" + test + ".java"));
        return files;
    }

    private String source(String tree, String type) {
        return "src/" + tree + "/java/" + path() + "/" + type + ".java";
    }

    private String path() {
        return javaPackage.replace('.', '/');
    }

    /** The name as classes begin with it: {@code my-tool} is {@code MyTool}. */
    private String title() {
        return Arrays.stream(name.split("-", -1))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    private String text(String template) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Templates.read(template)
                .replace("@origin@\n", ORIGIN)
                .replace("@name@", name)
                .replace("@Name@", title())
                .replace("@NAME@", upper)
                .replace("@NAME_@", upper.replace('-', '_'))
                .replace("@description@", kind.description())
                .replace("@header@", kind.header())
                .replace("@group@", group)
                .replace("@package@", javaPackage)
                .replace("@path@", path())
                .replace("@version@", chandler)
                .replace(
                        "@requires@",
                        range().replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;"));
    }

    /** What the API of this version promises to go on with: the same minor version before 1.0.0, the same major one after. */
    private String range() {
        String[] numbers = api.split("\\.", -1);
        int major = Integer.parseInt(numbers[0]);
        int minor = Integer.parseInt(numbers[1]);
        String end = major == 0 ? "0." + (minor + 1) + ".0" : (major + 1) + ".0.0";
        return ">=" + api + " & <" + end;
    }
}
