package dev.chandler.cli.command;

import dev.chandler.api.cache.Digest;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.cli.module.ModulePack;
import dev.chandler.core.module.FetchedModule;
import dev.chandler.core.module.ModuleSource;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chandler module info}: all that there is to know of one module. */
@Command(
        name = "info",
        description = "Show a module: what it is, what it takes, what it needs, and where it is from.",
        footer = {
            "  chandler module info .",
            "  chandler module info registry.example.org/teams/nginx@^1.2",
            "  chandler module info registry.example.org/teams/nginx --json"
        })
final class ModuleInfoCommand extends ChandlerCommand {

    @Parameters(paramLabel = "REF|DIR", description = "A module's folder, or a module as manifests name one.")
    private String wanted = "";

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private FetchingOptions fetch = new FetchingOptions();

    ModuleInfoCommand(Console console) {
        super(console);
    }

    @Override
    protected FetchOptions fetching() {
        return fetch.options();
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        WantedModule named = new WantedModule(wanted, console().workingDirectory());
        ModuleSource source = named.source(wiring);
        FetchedModule module = named.fetch(source);
        String version = module.folder().description().version();
        ModuleFacts facts = new ModuleFacts(
                module.folder().description(),
                digest(module).map(Digest::toString),
                source.inPlace() ? module.folder().shown() : source.recorded(version));
        if (json.isGiven()) {
            console().out().println(PrettyJson.of(facts.json()));
        } else {
            console().out().print(facts.text());
        }
        return ExitCode.DONE;
    }

    /** A folder has the digest that it would have if it was packed as it is. */
    private static Optional<Digest> digest(FetchedModule module) throws InterruptedException {
        return module.digest().isPresent()
                ? module.digest()
                : Optional.of(ModulePack.of(module.folder()).digest());
    }
}
