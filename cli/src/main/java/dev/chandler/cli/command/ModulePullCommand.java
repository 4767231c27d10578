package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.cli.module.ModuleCopy;
import dev.chandler.core.module.FetchedModule;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chandler module pull}: brings a module to this machine. */
@Command(
        name = "pull",
        description = "Fetch a module into the cache, where builds find it with --offline, or into a folder.",
        footer = {
            "  chandler module pull registry.example.org/teams/nginx@^1.2",
            "  chandler module pull git+https://example.org/modules.git#v1.2.0:nginx --to modules/nginx"
        })
final class ModulePullCommand extends ChandlerCommand {

    @Parameters(paramLabel = "REF", description = "A module as manifests name one.")
    private String wanted = "";

    @Option(
            names = "--to",
            paramLabel = "DIR",
            order = 1,
            description = "A folder to put its files into; it must not be there, or be empty.")
    private @Nullable Path to;

    @Mixin
    private FetchingOptions fetch = new FetchingOptions();

    ModulePullCommand(Console console) {
        super(console);
    }

    @Override
    protected FetchOptions fetching() {
        return fetch.options();
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        WantedModule named = new WantedModule(wanted, console().workingDirectory());
        FetchedModule module = named.fetch(named.source(wiring));
        String line = module.folder().description().name() + " "
                + module.folder().description().version();
        if (to != null) {
            ModuleCopy.copy(module.folder().folder(), absolute(to).normalize());
        }
        console()
                .out()
                .println(line + module.digest().map(digest -> " " + digest).orElse("") + (to == null ? "" : ": " + to));
        return ExitCode.DONE;
    }
}
