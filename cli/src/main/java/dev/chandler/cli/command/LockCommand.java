package dev.chandler.cli.command;

import dev.chandler.api.problem.EngineException;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.module.ResolveOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code chandler lock}: writes to the lock what a project's manifests use. */
@Command(
        name = "lock",
        description =
                "Write to chandler.lock which modules all manifests of the project use and which images their bases "
                        + "are, and nothing else of these; with -f, add what that manifest uses.",
        footer = {
            "  chandler lock                           what is locked stays",
            "  chandler lock --update                  the newest of all that suit",
            "  chandler lock --update web/nginx        of one module",
            "  chandler lock --update python:3.12      what a base's name means now"
        })
final class LockCommand extends ModuleProjectCommand {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--update",
            arity = "0..*",
            paramLabel = "NAME",
            order = 20,
            description = "Choose modules and images anew, all or those that are named.")
    private @Nullable List<String> update;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private PlatformOption platform = new PlatformOption();

    LockCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        platform.requireReadable(spec.commandLine(), console().environment());
        Set<String> names = update == null ? Set.of() : new LinkedHashSet<>(update);
        ResolveOptions resolving =
                update == null ? wiring.resolving() : wiring.resolving().updating(names);
        UsedModules used = used(wiring, resolving);
        Set<String> known = new TreeSet<>(used.names());
        known.addAll(used.imageNames());
        ModuleLocking.requireUsed(names, known);
        ModuleLocking locking = new ModuleLocking(wiring, console());
        Lockfile before = wiring.lock();
        lock(locking, used, resolving);
        if (manifest().named().isEmpty()) {
            wiring.projectLock().change(lock -> lock.withBases(used.imageNames()));
        }
        lockBases(wiring, used, name -> update != null && (names.isEmpty() || names.contains(name)));
        locking.report(before);
        return ExitCode.DONE;
    }

    private void lockBases(Wiring wiring, UsedModules used, Predicate<String> anew) throws InterruptedException {
        boolean wanted = engine.given() || used.imageNames().stream().anyMatch(anew);
        Optional<EngineChoice> choice = used.images().isEmpty() ? Optional.empty() : choice(wiring, wanted);
        if (choice.isPresent()) {
            try (EngineChoice chosen = choice.get()) {
                new BaseLocking(
                                wiring.basePins(),
                                chosen.engine(),
                                platform.of(console().environment()))
                        .pin(used.images(), anew);
            }
        }
    }

    /** Where there is no engine, modules are locked all the same, unless it is wanted. */
    private Optional<EngineChoice> choice(Wiring wiring, boolean wanted) throws InterruptedException {
        try {
            return Optional.of(wiring.engines("lock").select(engine.request(console())));
        } catch (EngineException e) {
            if (wanted) {
                throw e;
            }
            console()
                    .err()
                    .println("bases are not locked: " + e.problems().get(0).what());
            return Optional.empty();
        }
    }
}
