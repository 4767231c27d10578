package dev.chandler.cli.command;

import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.EngineException;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.run.Reaper;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chandler reap}: removes what builds have left whose client is gone. */
@Command(
        name = "reap",
        description = "Remove what builds have left whose client is gone; nothing of a build of yours that runs here.",
        footer = {"  chandler reap", "  chandler reap --all      of other machines and users, too, running or not"})
final class ReapCommand extends ChandlerCommand {

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(
            names = "--all",
            order = 20,
            description =
                    "Remove also what belongs to builds of other machines and users. Whether those run cannot be known: "
                            + "one that does loses its instances and fails.")
    private boolean all;

    ReapCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        try (EngineChoice choice = wiring.engines("reap").select(engine.request(console()))) {
            Reaper.Outcome outcome = new Reaper(wiring.builds()).reap(choice.engine(), all);
            outcome.removed().forEach(resource -> show("removed", resource));
            outcome.busy().forEach(resource -> show("in use ", resource));
            outcome.foreign().forEach(resource -> show("left   ", resource));
            if (!outcome.foreign().isEmpty()) {
                console()
                        .out()
                        .println("what is left belongs to builds of another machine or user, which may run; "
                                + "--all removes it all the same");
            }
            if (!outcome.refusals().isEmpty()) {
                throw new EngineException(outcome.refusals());
            }
            if (outcome.removed().isEmpty()) {
                console().out().println("nothing to remove");
            }
        }
        return ExitCode.DONE;
    }

    private void show(String what, Resource resource) {
        String kind = resource.kind().name().toLowerCase(Locale.ROOT);
        console().out().println(what + "  " + kind + "  " + resource.name());
    }
}
