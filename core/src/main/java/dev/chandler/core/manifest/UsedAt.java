package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.module.ModuleDescription;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says of problems in modules where these are used, for it may be there that they can be put right. Immutable.
 *
 * @param modules the modules of a manifest, once for each use
 */
public record UsedAt(List<UsedModule> modules) {

    private static final int SHOWN = 3;

    /** Copies the list. */
    public UsedAt {
        modules = List.copyOf(modules);
    }

    /**
     * Adds to a problem in a module where that is used, up to the manifest.
     *
     * @param problem any problem
     * @return the same, where it is in no module, or says it already
     */
    public Problem explained(Problem problem) {
        String why = problem.why().orElse("");
        Optional<Location> where = problem.where();
        if (where.isEmpty() || why.contains("used at ")) {
            return problem;
        }
        List<UsedModule> uses = in(where.get());
        if (uses.isEmpty()) {
            return problem;
        }
        String more = uses.size() > SHOWN ? " and " + (uses.size() - SHOWN) + " more" : "";
        String used = uses.stream()
                .limit(SHOWN)
                .map(this::chain)
                .distinct()
                .collect(Collectors.joining(" and at ", "used at ", more));
        return problem.because(why.isEmpty() ? used : why + "\n" + used);
    }

    /** The uses of the module that a place is in. */
    private List<UsedModule> in(Location where) {
        Optional<String> file = modules.stream()
                .filter(each -> has(each, where.file()))
                .map(UsedAt::file)
                .max(Comparator.comparing(String::length));
        return modules.stream()
                .filter(each -> file.filter(file(each)::equals).isPresent())
                .filter(each -> !each.place().file().equals(where.file()))
                .toList();
    }

    private static String file(UsedModule module) {
        return module.module().description().body().name();
    }

    private static boolean has(UsedModule module, String file) {
        String own = file(module);
        String folder = own.substring(0, own.length() - ModuleDescription.FILE.length());
        return file.equals(own) || (folder.length() > 1 && file.startsWith(folder));
    }

    private String chain(UsedModule use) {
        return in(use.place()).stream()
                .filter(outer -> use.alias().startsWith(outer.alias() + "/"))
                .findFirst()
                .map(outer -> use.place() + ", which is used at " + chain(outer))
                .orElseGet(() -> use.place().toString());
    }
}
