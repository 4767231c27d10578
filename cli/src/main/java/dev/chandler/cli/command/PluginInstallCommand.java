package dev.chandler.cli.command;

import dev.chandler.api.cache.Digest;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.install.InstallOptions;
import dev.chandler.cli.install.Installed;
import dev.chandler.cli.install.PluginInstaller;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.manifest.source.SourceReader;
import dev.chandler.core.plugin.PluginHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chandler plugin install}: brings plugins into a folder and pins them. */
@Command(
        name = "install",
        description = "Install plugins and pin them in chandler.lock; without a SOURCE, those that it pins already.",
        footer = {
            "  chandler plugin install ./motd-1.0.0.jar",
            "  chandler plugin install https://example.org/plugins/index.json#motd",
            "  chandler plugin install https://example.org/plugins/index.json#motd@~1.2.0",
            "  chandler plugin install maven:org.example:motd:1.0.0",
            "  chandler plugin install oci:registry.example.org/plugins/motd:1.0.0",
            "  chandler plugin install                 after a fresh clone"
        })
final class PluginInstallCommand extends PluginFolderCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "SOURCE",
            description = "A file, a folder with files, INDEX-URL#ID or INDEX-URL#ID@RANGE, "
                    + "maven:GROUP:ARTIFACT:VERSION[:EXT], oci:HOST/NAME:TAG or oci:HOST/NAME@DIGEST.")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = "--digest",
            paramLabel = "sha256:HEX",
            order = 20,
            description = "What the digest of the file has to be.")
    private @Nullable String digest;

    @Mixin
    private LockedOption locked = new LockedOption();

    @Mixin
    private FetchingOptions fetch = new FetchingOptions();

    PluginInstallCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        if (user() && (locked.isGiven() || sources.isEmpty())) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    locked.isGiven() ? "--locked is for projects, and not for --user" : "--user needs a SOURCE");
        }
        if (digest != null && sources.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--digest needs a SOURCE: " + Lockfile.NAME + " has the digests of its plugins");
        }
        InstallOptions options = new InstallOptions(locked.isGiven(), fetch.offline(), digest(), fetch.insecure());
        try (PluginInstaller installer = wiring.installer(user(), options)) {
            List<Installed> installed = sources.isEmpty()
                    ? installer.restore()
                    : installer.install(sources, console().workingDirectory());
            installed.forEach(each -> console().out().println(words(each)));
            if (installed.isEmpty()) {
                console().out().println("all plugins of " + Lockfile.NAME + " are installed");
            }
            warn(wiring, installed);
        }
        return ExitCode.DONE;
    }

    private Optional<Digest> digest() {
        try {
            return Optional.ofNullable(digest).map(Digest::parse);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--digest is sha256: and 64 hexadecimal digits, and not \"" + digest + "\"");
        }
    }

    private String words(Installed each) {
        String name = each.plugin().id() + " " + each.plugin().version();
        if (each.already()) {
            return name + " is installed already: " + shown(each.file());
        }
        return "installed " + name
                + each.replaced().map(version -> " in the place of " + version).orElse("") + ": "
                + shown(each.file());
    }

    /** What lies beside a plugin may keep it from being used, now or until more is installed. */
    private void warn(Wiring wiring, List<Installed> installed) {
        Set<Path> files = installed.stream()
                .map(Installed::file)
                .map(SourceReader::realPath)
                .collect(Collectors.toSet());
        try (PluginHost plugins = wiring.knownPlugins()) {
            console()
                    .err()
                    .print(ProblemRenderer.renderWarnings(plugins.plugins().stream()
                            .filter(plugin -> files.contains(plugin.file()))
                            .flatMap(plugin -> plugin.reason().stream())
                            .distinct()
                            .toList()));
        }
    }
}
