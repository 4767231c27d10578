package dev.chandler.cli.command;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.module.FolderSource;
import dev.chandler.cli.module.ModulePush;
import dev.chandler.core.module.ModuleDescription;
import dev.chandler.core.module.ModuleFolder;
import dev.chandler.core.module.ModuleReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chandler module push}: brings the module in the folder one stands in to a registry. */
@Command(
        name = "push",
        description = "Pack the module in this folder and push it to a registry, with its version as the tag.",
        footer = {
            "  chandler module push registry.example.org/teams/nginx",
            "  chandler module push 127.0.0.1:5000/teams/nginx",
            "  chandler module push registry.example.org/teams/nginx --signature nginx-1.2.0.tar.sig"
        })
final class ModulePushCommand extends ChandlerCommand {

    private static final int SIGNATURE_BYTES = 1 << 10;

    @Parameters(paramLabel = "REF", description = "Where to: HOST[:PORT]/NAME.")
    private String wanted = "";

    @Option(
            names = "--signature",
            paramLabel = "FILE",
            order = 1,
            description = "The signature of the archive that \"module pack\" makes, to be pushed with it.")
    private @Nullable Path signature;

    @Option(
            names = "--force",
            order = 2,
            description = "Put it in the place of another content of the same version. Who has locked that is refused"
                    + " this one.")
    private boolean force;

    @Mixin
    private InsecureOption insecure = new InsecureOption();

    ModulePushCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        Path here = console().workingDirectory();
        ModuleReference.Registry to = new WantedModule(wanted, here).registry();
        ModuleFolder module = FolderSource.read(here, here, Optional.empty()).module();
        if (wanted.indexOf('@') >= 0) {
            throw new ManifestException(Problem.of("CH-MODULE-061", "\"" + wanted + "\" is not what is wanted here")
                    .because("the tag is the version in " + ModuleDescription.FILE + ", "
                            + module.description().version())
                    .remedy("leave out what stands from the @ on: chandler module push " + to.repository()));
        }
        ModulePush push = new ModulePush(wiring.console().environment(), insecure.hosts(), force);
        ModulePush.Pushed pushed = push.push(module, to.repository(), signature());
        console().out().println((pushed.isNew() ? "pushed " : "is there already: ") + pushed.reference());
        console().out().println("  digest " + pushed.digest());
        return ExitCode.DONE;
    }

    private Optional<String> signature() {
        if (signature == null) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(absolute(signature))) {
            return Optional.of(new String(in.readNBytes(SIGNATURE_BYTES), StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new ManifestException(Problem.of("CH-MODULE-064", "cannot read the signature \"" + signature + "\"")
                    .because(FileTrouble.words(e))
                    .remedy("docs/trust.md says how one is made"));
        }
    }
}
