package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import java.util.List;
import java.util.OptionalInt;

/** One file that is got when the step runs, and looked at as a whole before any of it goes into the instance. */
record FetchStep(FetchSettings settings) implements PreparedStep {

    @Override
    public String title() {
        return "fetch " + settings.source().words() + " to " + settings.to();
    }

    @Override
    public boolean runsCommands() {
        return false;
    }

    @Override
    public List<String> puts(String workdir) {
        CopyTarget target =
                CopyTarget.of(settings.to(), workdir, settings.source().name());
        return List.of(target.path(target.name()));
    }

    /** Not where it comes from: what has the same digest is the same. */
    @Override
    public void describe(KeyBuilder key) throws InterruptedException {
        key.field("to", settings.to())
                .field("owner", settings.owner().toString())
                .field(
                        "name",
                        CopyTarget.isDirectory(settings.to())
                                ? settings.source().name()
                                : "")
                .field("sha256", settings.content())
                .field("mode", "%04o".formatted(settings.modeBits()));
    }

    @Override
    public void run(StepContext context) throws InterruptedException {
        try (FetchSource.Fetched file = settings.source().fetch(context)) {
            if (settings.sha256().isPresent()) {
                require(settings.sha256().get(), file.digest(), context.stepId());
            }
            CopyTarget target = CopyTarget.of(
                    settings.to(), context.workdir(), settings.source().name());
            new Placement(file.tree(), settings.owner(), OptionalInt.of(settings.modeBits()))
                    .at(target, context.communicator(), settings.toLocation(), file::failed);
        }
    }

    private void require(Digest wanted, Digest found, String stepId) {
        if (!found.equals(wanted)) {
            throw new ProvisionException(Problem.of(
                            "CH-FETCH-003",
                            "step \"" + stepId + "\" failed: "
                                    + settings.source().words() + " is not the file that is wanted")
                    .because("wanted: " + wanted + "\nfound:  " + found)
                    .remedy("find out why; if the new one is right, put its digest into the manifest"));
        }
    }
}
