package dev.chandler.cli.command;

import dev.chandler.api.ApiVersion;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Version;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.skeleton.PluginKind;
import dev.chandler.cli.skeleton.PluginProject;
import dev.chandler.core.manifest.model.StepModel;
import dev.chandler.core.plugin.PluginDescriptor;
import dev.chandler.core.plugin.PluginHost;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chandler plugin new}: makes a project to start a plugin from. */
@Command(
        name = "new",
        description =
                "Make a folder with a Maven project for a plugin, which builds and has a test that extends the contract.",
        footer = {
            "  chandler plugin new provisioner motd",
            "  chandler plugin new engine moon --package com.example.moon"
        })
final class PluginNewCommand extends ChandlerCommand {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final int LONGEST = 40;

    @Parameters(index = "0", paramLabel = "engine|provisioner", description = "What it provides.")
    private PluginKind kind = PluginKind.PROVISIONER;

    @Parameters(
            index = "1",
            paramLabel = "NAME",
            description =
                    "Its name, in manifests or behind --engine, and that of the folder: lower-case letters, digits and dashes.")
    private String name = "";

    @Option(
            names = "--group",
            paramLabel = "ID",
            description = "The project's group. Default: org.example, or the package.")
    private @Nullable String group;

    @Option(
            names = "--package",
            paramLabel = "NAME",
            description = "The package of its classes. Default: the group and the name.")
    private @Nullable String javaPackage;

    PluginNewCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        requireGoodName();
        String inPackage = javaPackage();
        String inGroup = group();
        requireFree(wiring);
        Path folder = absolute(Path.of(name)).normalize();
        NewFolder project = new NewFolder(folder);
        project.requireEmpty(
                "CH-PLUGIN-022", "give the plugin another name, or stand in another folder", "CH-PLUGIN-024");
        project.write(
                new PluginProject(kind, name, inGroup, inPackage, Version.current(), ApiVersion.current()).files(),
                "CH-PLUGIN-024");
        console().out().print(next());
        return ExitCode.DONE;
    }

    private void requireGoodName() {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
            throw new ManifestException(Problem.of("CH-PLUGIN-020", "\"" + name + "\" cannot be the name of a plugin")
                    .because("it is a word in manifests, behind --engine and in names of files and classes")
                    .remedy("use lower-case letters, digits and single dashes between them, a letter first, at most "
                            + LONGEST + " of them"));
        }
    }

    /** A plugin of that name would be refused beside what is there in every Chandler. */
    private void requireFree(Wiring wiring) {
        if (kind == PluginKind.PROVISIONER && StepModel.words().contains(name)) {
            throw taken("it is a word of every step");
        }
        if (kind == PluginKind.PROVISIONER && name.equals("prepared")) {
            throw taken("its step would be a PreparedStep, which is one of the API's names");
        }
        try (PluginHost plugins = wiring.knownPlugins()) {
            plugins.plugins().stream()
                    .filter(plugin -> plugin.kind() == dev.chandler.core.plugin.PluginKind.BUILT_IN)
                    .filter(this::hasTheName)
                    .findFirst()
                    .ifPresent(plugin -> {
                        throw taken("it is that of, or in, the built-in plugin \"" + plugin.id() + "\"");
                    });
        }
    }

    private boolean hasTheName(PluginDescriptor plugin) {
        return plugin.id().equals(name)
                || (kind == PluginKind.ENGINE ? plugin.engines() : plugin.provisioners()).contains(name);
    }

    private ManifestException taken(String why) {
        return new ManifestException(Problem.of("CH-PLUGIN-021", "the name \"" + name + "\" is taken")
                .because(why)
                .remedy("give it another name"));
    }

    private String group() {
        String given = Optional.ofNullable(group)
                .or(() -> Optional.ofNullable(javaPackage))
                .orElse("org.example");
        if (!GROUP.matcher(given).matches()) {
            throw new ManifestException(Problem.of("CH-PLUGIN-023", "\"" + given + "\" cannot be a group of Maven's")
                    .remedy("use a name such as com.example.tools"));
        }
        return given;
    }

    private String javaPackage() {
        String given = Optional.ofNullable(javaPackage)
                .orElseGet(() -> Optional.ofNullable(group).orElse("org.example") + "." + word());
        // Else a group such as "com.my-company" would give sources that do not compile.
        if (!given.chars().allMatch(c -> c < 128) || !SourceVersion.isName(given, SourceVersion.RELEASE_17)) {
            throw new ManifestException(Problem.of("CH-PLUGIN-023", "\"" + given + "\" cannot be a package of Java's")
                    .remedy("give one by --package, such as com.example.tools"));
        }
        return given;
    }

    /** The name as a part of a package's: without dashes, and no word of Java's. */
    private String word() {
        String letters = name.replace("-", "");
        return SourceVersion.isKeyword(letters, SourceVersion.RELEASE_17) ? letters + "_" : letters;
    }

    private String next() {
        String steps = kind == PluginKind.PROVISIONER ? """
                wrote NAME/, a provisioner as a Maven project; next:
                  cd NAME
                  mvn verify                                   builds it, and proves it by the contract of provisioners
                  chandler build -f example --plugins target   uses it
                """ : """
                wrote NAME/, an engine as a Maven project; next:
                  cd NAME
                  mvn package                                builds it
                  chandler engines --plugins target          says what is to be written first
                  mvn verify                                 the contract of engines: red until all of it is written
                """;
        return steps.replace("NAME", name)
                + "README.md says what is what, and where Maven finds Chandler's api and testkit\n";
    }
}
