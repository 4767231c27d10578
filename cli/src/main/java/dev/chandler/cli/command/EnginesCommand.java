package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.engine.Attempt;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chandler engines}: tries every endpoint. */
@Command(
        name = "engines",
        description = "Try every engine at every endpoint, in the order in which a build would.",
        footer = {"  chandler engines", "  chandler engines --engine docker"})
final class EnginesCommand extends ChandlerCommand {

    @Mixin
    private EngineOptions engine = new EngineOptions();

    EnginesCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        List<Attempt> attempts = wiring.engines("engines").tryAll(engine.request(console()));
        Optional<Attempt> chosen =
                attempts.stream().filter(attempt -> attempt.problem().isEmpty()).findFirst();
        for (Attempt attempt : attempts) {
            show(attempt, chosen.filter(attempt::equals).isPresent());
        }
        return chosen.isPresent() ? ExitCode.DONE : ExitCode.ENVIRONMENT;
    }

    private void show(Attempt attempt, boolean chosen) {
        String place = attempt.endpoint().map(Object::toString).orElse("(no endpoint)");
        console().out().println((chosen ? "* " : "  ") + attempt.engine() + "  " + place);
        attempt.description().ifPresent(text -> console().out().println("      " + text));
        attempt.problem().ifPresent(problem -> {
            console().out().println("      " + problem.what());
            problem.why()
                    .ifPresent(
                            why -> why.lines().forEach(line -> console().out().println("      " + line)));
            problem.remedy()
                    .ifPresent(remedy ->
                            remedy.lines().forEach(line -> console().out().println("      " + line)));
        });
    }
}
