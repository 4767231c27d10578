package dev.chandler.cli.module;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.source.SourceReader;
import dev.chandler.core.module.FetchedModule;
import dev.chandler.core.module.ModuleDescription;
import dev.chandler.core.module.ModuleDescriptionReader;
import dev.chandler.core.module.ModuleFolder;
import dev.chandler.core.module.content.CachedModule;
import dev.chandler.core.module.content.ModuleCache;
import dev.chandler.core.module.content.ModuleContent;
import dev.chandler.core.module.content.VendoredModules;
import dev.chandler.core.trust.TrustPolicy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets modules in: those that the policy trusts, and that are what they were asked for as.
 *
 * @param cache where they are kept
 * @param trust whose modules are let in
 * @param vendored the project's copies, asked for when there is something to look for
 */
record Admission(ModuleCache cache, TrustPolicy trust, Supplier<VendoredModules> vendored) {

    /** Lets in what was fetched, and keeps it. */
    FetchedModule fetched(ModuleContent content, Optional<byte[]> signature, Origin origin)
            throws InterruptedException {
        ModuleDescription description = described(content, origin);
        requireNone(refusal(description, content, signature, origin));
        return module(description, cache.keep(content, signature));
    }

    /**
     * Lets in what the project has locked, and has a copy of, or what was fetched before.
     *
     * @param offline as of {@link #cached}
     * @return the module; empty where it is not there, or has to be asked for anew
     */
    Optional<FetchedModule> pinned(LockedModule pin, Origin origin, boolean offline) throws InterruptedException {
        Optional<VendoredModules.Copy> copy = vendored.get().find(pin);
        // From there on it is as any other: in a folder that nobody changes while it is used.
        return copy.isPresent() ? admitted(kept(copy.get()), origin, offline) : cached(pin.digest(), origin, offline);
    }

    private CachedModule kept(VendoredModules.Copy copy) throws InterruptedException {
        Optional<CachedModule> known = cache.find(copy.content().digest())
                .filter(module ->
                        module.signature().isPresent() || copy.signature().isEmpty());
        return known.isPresent() ? known.get() : cache.keep(copy.content(), copy.signature());
    }

    /**
     * Lets in what was fetched before, of which the policy may have come to think otherwise.
     *
     * @param offline whether nobody can be asked for a signature that it may have got since
     * @return the module; empty where it is not there, or has to be asked for anew
     */
    Optional<FetchedModule> cached(Digest digest, Origin origin, boolean offline) throws InterruptedException {
        Optional<CachedModule> found = cache.find(digest);
        return found.isPresent() ? admitted(found.get(), origin, offline) : Optional.empty();
    }

    private Optional<FetchedModule> admitted(CachedModule module, Origin origin, boolean offline) {
        ModuleDescription description = described(module.content(), origin);
        Optional<Problem> refusal = refusal(description, module.content(), module.signature(), origin);
        if (refusal.isPresent() && !offline) {
            return Optional.empty();
        }
        requireNone(refusal);
        return Optional.of(module(description, module));
    }

    private static FetchedModule module(ModuleDescription description, CachedModule module) {
        String shown = description.name() + "@" + description.version();
        return new FetchedModule(
                Optional.of(module.content().digest()), new ModuleFolder(description, module.folder(), shown));
    }

    private Optional<Problem> refusal(
            ModuleDescription description, ModuleContent content, Optional<byte[]> signature, Origin origin) {
        return trust.check(description.name(), origin.trusted(), content.tar(), signature)
                .refusal()
                .map(problem -> problem.code().equals("CH-TRUST-010") ? unsigned(problem, origin.trusted()) : problem);
    }

    /** A signature is where the source can have one. */
    private static Problem unsigned(Problem problem, String source) {
        if (source.startsWith("git+")) {
            return problem.remedy(
                    "allow \"" + source
                            + "\" under \"unsigned:\", for git has no place for a signature; or have the module from a registry");
        }
        if (source.startsWith("oci:")) {
            return problem.remedy("have its author push it with its signature: chandler module push "
                    + source.substring("oci:".length()).replaceFirst(":[^:/]*$", "") + " --signature FILE; or allow \""
                    + source + "\" under \"unsigned:\"");
        }
        return problem;
    }

    private static void requireNone(Optional<Problem> refusal) {
        refusal.ifPresent(problem -> {
            throw new EngineException(problem);
        });
    }

    private ModuleDescription described(ModuleContent content, Origin origin) {
        ModuleDescription description = description(content, origin);
        origin.version().filter(wanted -> !wanted.equals(description.version())).ifPresent(wanted -> {
            throw new EngineException(
                    Problem.of("CH-MODULE-059", "\"" + origin.shown() + "\" is not the version " + wanted)
                            .because("its " + ModuleDescription.FILE + " says that it is " + description.version())
                            .remedy("ask whoever publishes it, or for the version that it is"));
        });
        return description;
    }

    private ModuleDescription description(ModuleContent content, Origin origin) {
        byte[] bytes = content.file(ModuleDescription.FILE)
                .orElseThrow(() ->
                        SourceProblems.nothing(origin.shown(), "there is no " + ModuleDescription.FILE + " in it"));
        Path folder = cache.place(content.digest());
        String name = origin.shown() + "/" + ModuleDescription.FILE;
        ProblemLog problems = new ProblemLog();
        Optional<ModuleDescription> description = new SourceReader(folder, problems)
                .text(bytes, name)
                .map(text -> new SourceFile(folder.resolve(ModuleDescription.FILE), folder, text))
                .flatMap(new ModuleDescriptionReader(problems)::read);
        problems.throwIfAny();
        return description.orElseThrow();
    }
}
