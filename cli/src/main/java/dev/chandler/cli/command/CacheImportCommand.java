package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.transfer.StatePlace;
import dev.chandler.core.transfer.StateImport;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chandler cache import}. */
@Command(
        name = "import",
        description = {
            "Keep states on an engine that \"cache export\" has written, so that the next build finds them.",
            "Who has made them decides what is in images built from them: a trust policy says from where they may come."
        },
        footer = {
            "  chandler cache import oci:cache/app",
            "  chandler cache import registry:registry.example.org/app/cache:main"
        })
final class CacheImportCommand extends ChandlerCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Parameters(
            index = "0",
            paramLabel = "KIND:PLACE",
            description = "Where from: oci:FOLDER, oci-archive:FILE or registry:NAME.")
    private String place = "";

    @Mixin
    private InsecureOption insecure = new InsecureOption();

    CacheImportCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        StatePlace source = StatePlaces.read(place, console(), insecure.hosts(), spec.commandLine());
        StatePlaces.requireTrusted(place, source, wiring.trust());
        try (StateCarrying carrying = StateCarrying.begin(wiring, console())) {
            StateImport importing = carrying.importing(engine.request(console()));
            StateImport.Outcome outcome = importing.run(place, source.layout(carrying::folder));
            console()
                    .out()
                    .println("imported " + StatePlaces.count(outcome.kept()) + " from " + place
                            + (outcome.there() == 0
                                    ? ""
                                    : "; " + StatePlaces.count(outcome.there()) + " there already"));
        } catch (IOException e) {
            throw StatePlaces.notRead(place, e);
        }
        return ExitCode.DONE;
    }
}
