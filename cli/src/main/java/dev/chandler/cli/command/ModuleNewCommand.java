package dev.chandler.cli.command;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.skeleton.ModuleProject;
import dev.chandler.core.manifest.model.ModuleModel;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chandler module new}: begins a module. */
@Command(
        name = "new",
        description = "Write a folder with a module to start from, and a manifest that tries it.",
        footer = "  chandler module new web/nginx")
final class ModuleNewCommand extends ChandlerCommand {

    private static final int LONGEST = 100;

    @Parameters(
            paramLabel = "NAME",
            description = "Its name, of words with slashes between; the last word is what the folder is called.")
    private String name = "";

    ModuleNewCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) {
        if (!name.matches(ModuleModel.NAME) || name.length() > LONGEST) {
            throw new ManifestException(Problem.of("CH-MODULE-058", "\"" + name + "\" cannot be the name of a module")
                    .because("it is a word in manifests, and a part of names in registries")
                    .remedy("use words of lower-case letters and digits, with single - _ or . in them and slashes"
                            + " between, at most " + LONGEST + " characters"));
        }
        ModuleProject project = new ModuleProject(name);
        NewFolder folder = new NewFolder(absolute(Path.of(project.folder())).normalize());
        folder.requireEmpty(
                "CH-MODULE-060", "give the module another name, or stand in another folder", "CH-MODULE-063");
        folder.write(project.files(), "CH-MODULE-063");
        console().out().print("""
                wrote NAME/, a module; next:
                  cd NAME
                  chandler build -f test       tries it in an image of its own
                  chandler module info .       shows what others see
                  chandler module push REF      shares it, at a registry such as HOST/teams/NAME
                """.replace("NAME", project.folder()));
        return ExitCode.DONE;
    }
}
