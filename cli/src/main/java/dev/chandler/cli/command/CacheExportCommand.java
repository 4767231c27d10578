package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.transfer.StatePlace;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.transfer.StateExport;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chandler cache export}. */
@Command(
        name = "export",
        description = {
            "Write the states that the next build of the manifest would find, and what else it needs to know of them, to a "
                    + "folder, an archive or a registry.",
            "On another machine \"cache import\" brings them to an engine, where that build then finds them."
        },
        footer = {
            "  chandler cache export oci:cache/app",
            "  chandler cache export oci-archive:app-cache.tar",
            "  chandler cache export registry:registry.example.org/app/cache:main"
        })
final class CacheExportCommand extends PlanningCommand {

    @Parameters(
            index = "0",
            paramLabel = "KIND:PLACE",
            description = "Where to: oci:FOLDER, oci-archive:FILE or registry:NAME.")
    private String place = "";

    CacheExportCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        StatePlace target = StatePlaces.read(place, console(), fetching().insecure(), commandLine());
        return one(wiring, (plans, name, engine, options) -> {
            Manifest manifest = plans.project(name).manifest();
            Plan plan = plans.plan(name, plans.project(name), engine, options);
            int states = export(wiring, target, manifest, plan);
            console().out().println("exported " + StatePlaces.count(states) + " to " + place);
        });
    }

    private int export(Wiring wiring, StatePlace target, Manifest manifest, Plan plan) throws InterruptedException {
        int[] written = {0};
        try (StateCarrying carrying = StateCarrying.begin(wiring, console())) {
            StateExport export = carrying.export(engine(), plan.keys());
            target.write(
                    store -> written[0] =
                            export.run(manifest, plan, store, console().err()::println),
                    carrying::folder);
            return written[0];
        } catch (IOException e) {
            throw StatePlaces.notWritten(place, e);
        }
    }
}
