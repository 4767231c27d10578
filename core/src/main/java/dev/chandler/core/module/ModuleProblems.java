package dev.chandler.core.module;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.lock.Lockfile;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words what can be wrong with modules that are wanted. */
final class ModuleProblems {

    private static final int SHOWN_VERSIONS = 5;

    private ModuleProblems() {}

    /**
     * That nothing suits all.
     *
     * @param conflict who wants what
     * @param versions all that there are, the best first
     */
    static Problem conflict(Conflict conflict, List<String> versions) {
        return conflict.wanted().stream()
                .filter(each -> suits(versions, each, each).isEmpty())
                .findFirst()
                .map(each -> none(each, versions))
                .orElseGet(() -> several(conflict, versions));
    }

    private static Problem none(Requirement wanted, List<String> versions) {
        String name = wanted.name();
        Problem problem = Problem.of(
                        "CH-MODULE-023",
                        versions.isEmpty()
                                ? "there is no version of the module \"" + name + "\""
                                : "no version of the module \"" + name + "\" is in the range " + wanted.range())
                .at(wanted.root())
                .because(wanted.chain() + "\n"
                        + (versions.isEmpty() ? wanted.target().place() + " names none" : shown(versions)));
        return problem.remedy(
                versions.isEmpty()
                        ? "correct where it is; where no versions can be listed ask for one: " + name + "@1.2.3"
                        : "ask for one of those");
    }

    private static Problem several(Conflict conflict, List<String> versions) {
        List<Requirement> shown = (conflict.certain() ? pair(conflict.wanted(), versions) : conflict.wanted())
                .stream().sorted(Comparator.comparing(Requirement::root)).toList();
        String why = shown.stream().map(Requirement::chain).collect(Collectors.joining("\n"));
        return Problem.of(
                        "CH-MODULE-024",
                        "no version of the module \"" + shown.get(0).name() + "\" suits all who need it")
                .at(shown.get(0).root())
                .because(why + "\n" + shown(versions)
                        + (conflict.certain() ? "" : "; none of them goes with the versions of the others"))
                .remedy("change one of these ranges, or use versions of the modules that agree");
    }

    /** Two that exclude each other say it shorter than all; where it takes more of them, all are shown. */
    private static List<Requirement> pair(List<Requirement> wanted, List<String> versions) {
        for (Requirement one : wanted) {
            for (Requirement other : wanted) {
                if (suits(versions, one, other).isEmpty()) {
                    return List.of(one, other);
                }
            }
        }
        return wanted;
    }

    private static Optional<String> suits(List<String> versions, Requirement one, Requirement other) {
        return versions.stream()
                .filter(one.range()::takes)
                .filter(other.range()::takes)
                .findFirst();
    }

    private static String shown(List<String> versions) {
        int more = versions.size() - SHOWN_VERSIONS;
        return "there " + (versions.size() == 1 ? "is " : "are ")
                + versions.stream().limit(SHOWN_VERSIONS).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " older" : "");
    }

    /**
     * That modules require each other.
     *
     * @param circle the modules, each of which requires the next, and the last the first
     */
    static Problem circle(List<Chosen> circle, List<String> names) {
        String why = Stream.concat(names.stream(), names.stream().limit(1))
                .collect(Collectors.joining(", which requires "))
                .replaceFirst(", which requires", " requires");
        return Problem.of("CH-MODULE-025", "modules require each other in a circle")
                .at(circle.get(0).because().root())
                .because(why)
                .remedy("have one of them do without, or put what both need into a third");
    }

    static Problem sameName(Chosen one, Chosen other, String name) {
        return Problem.of("CH-MODULE-026", "two places have the module \"" + name + "\"")
                .at(other.because().root())
                .because(one.because().chain() + ", that is " + one.place() + "\n"
                        + other.because().chain() + ", that is " + other.place())
                .remedy("use one of them in both; a build has one module of a name");
    }

    /** That what was fetched says something else of itself than its source did, or the lock. */
    static Problem another(Chosen chosen, ModuleDescription found) {
        return Problem.of(
                        "CH-MODULE-027",
                        "what " + chosen.place() + " has as version " + chosen.version() + " is another module")
                .at(chosen.because().root())
                .because("its module.yml says that it is " + found.name() + " " + found.version() + " and requires "
                        + (found.requires().isEmpty()
                                ? "nothing"
                                : found.requires().stream()
                                        .map(ModuleUse::reference)
                                        .collect(Collectors.joining(", ")))
                        + "; its source, or " + Lockfile.NAME + ", says otherwise")
                .remedy("ask whoever publishes it");
    }

    static Problem outside(ModuleUse use, Chosen by) {
        return Problem.of("CH-MODULE-028", "a module that was fetched requires the folder \"" + use.reference() + "\"")
                .at(use.place())
                .because(by.because().chain() + " (" + by.version() + ")")
                .remedy("have it require a name, HOST[:PORT]/NAME@RANGE or git+URL#REF:SUBDIR");
    }

    static Problem notLocked(Requirement wanted) {
        return Problem.of("CH-LOCK-007", "the module \"" + wanted.name() + "\" is not in " + Lockfile.NAME)
                .at(wanted.root())
                .because(wanted.chain() + "\nwith --locked nothing else is used")
                .remedy("\"chandler lock\" puts it there");
    }

    static Problem lockedOtherwise(Requirement wanted, List<String> locked) {
        return Problem.of(
                        "CH-LOCK-008",
                        "the module \"" + wanted.name() + "\" is in " + Lockfile.NAME + " in no version that suits")
                .at(wanted.root())
                .because(wanted.chain() + "\nlocked is " + String.join(", ", locked)
                        + ", and with --locked nothing else is used")
                .remedy("\"chandler lock\" chooses one that suits");
    }

    /** That a version is locked with other content, from another place. */
    static Problem elsewhere(LockedModule locked, Location place, String chain, String source, FetchedModule found) {
        return elsewhere(
                locked,
                place,
                chain + "\nthat is " + source + ", with "
                        + found.digest().map(Objects::toString).orElse("unknown") + "; locked is " + locked.source()
                        + ", with " + locked.digest());
    }

    /** That two manifests of a project have a version with different content, from two places. */
    static Problem elsewhere(LockedModule one, LockedModule other, Location place) {
        return elsewhere(
                other,
                place,
                "here it is from " + other.source() + ", with " + other.digest() + "; another manifest has it from "
                        + one.source() + ", with " + one.digest());
    }

    private static Problem elsewhere(LockedModule module, Location place, String why) {
        return Problem.of(
                        "CH-LOCK-009",
                        "two places have different content as the module \"" + module.name() + "\" " + module.version())
                .at(place)
                .because(why)
                .remedy("have it from one place in all manifests of the project; then \"chandler lock --update "
                        + module.name() + "\" locks what is there");
    }

    static Problem moved(Chosen chosen, LockedModule locked, FetchedModule found) {
        String digest = found.digest().map(Objects::toString).orElse("unknown");
        return Problem.of(
                        "CH-LOCK-009",
                        "the module \"" + locked.name() + "\" " + locked.version() + " is not the one that "
                                + Lockfile.NAME + " has")
                .at(chosen.because().root())
                .because(chosen.place() + " has it with " + digest + "; locked is " + locked.digest()
                        + ". Somebody has published other content as the same version")
                .remedy("ask whoever publishes it; if it is to be so, remove the entry from " + Lockfile.NAME
                        + " and \"chandler lock\" it again");
    }
}
