package dev.chandler.core;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.output.Output;
import dev.chandler.core.output.OutputChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Holds what a manifest and its outputs ask for against what an engine is capable of; all that is lacking is told together. */
final class AbilityCheck {

    private AbilityCheck() {}

    static void require(Manifest manifest, Engine engine, List<Output> outputs) {
        Set<Capability> able = engine.capabilities();
        List<Problem> problems = new ArrayList<>();
        Capability base = manifest.base().needs();
        if (!able.contains(base)) {
            problems.add(cannot("CH-PLAN-005", engine, base, manifest.baseLocation())
                    .remedy("use another base, or another engine: \"chandler engines\" lists them"));
        }
        for (Capability need : manifest.instance().needs()) {
            if (!able.contains(need)) {
                Location place = manifest.instance().places().getOrDefault(need, manifest.baseLocation());
                problems.add(setting(engine, need, place));
            }
        }
        problems.addAll(ModuleNeeds.engine(manifest.modules(), engine));
        problems.addAll(OutputChecks.abilities(outputs, engine));
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
    }

    private static Problem setting(Engine engine, Capability need, Location place) {
        Problem problem = cannot("CH-PLAN-010", engine, need, place);
        return need == Capability.MOUNT_BIND
                ? problem.because("endpoint: " + engine.endpoint()
                                + "; a folder of this machine can be mounted only where the engine runs on it")
                        .remedy("use copy: for it, or an engine that runs here")
                : problem.remedy("leave it out, or use another engine: \"chandler engines\" lists them");
    }

    private static Problem cannot(String code, Engine engine, Capability need, Location place) {
        return Problem.of(code, "the engine \"" + engine.id() + "\" cannot do " + need.words())
                .at(place);
    }
}
