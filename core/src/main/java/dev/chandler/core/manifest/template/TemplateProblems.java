package dev.chandler.core.manifest.template;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;

/** The wording of what can be wrong with a template. */
final class TemplateProblems {

    private TemplateProblems() {}

    static Problem unclosed(String what, Location where) {
        return Problem.of("CH-MANIFEST-043", "this " + what + " is never closed")
                .at(where)
                .because("the file ends before its closing bracket")
                .remedy("close it; where it is meant as text, write [=r'['] for its first bracket");
    }

    static Problem unclosedBlock(String name, Location where) {
        return Problem.of("CH-MANIFEST-043", "[" + name + "] is never closed")
                .at(where)
                .remedy("add [/" + name + "] where the block ends"
                        + (name.startsWith("@")
                                ? ", or write [" + name
                                        + " …/]; where it is meant as text, [=r'['] for its first bracket"
                                : ""));
    }

    static Problem notOpen(String name, Location where) {
        return Problem.of("CH-MANIFEST-043", "[/" + name + "] closes nothing")
                .at(where)
                .because("no [" + name + "] is open here");
    }

    static Problem refused(String name, Location where, String remedy) {
        return Problem.of("CH-MANIFEST-045", "[#" + name + "] is not available in a manifest")
                .at(where)
                .remedy(remedy);
    }

    static Problem syntax(Location where, String why) {
        Problem problem = Problem.of("CH-MANIFEST-040", "the template cannot be read")
                .at(where)
                .because(why);
        return why.startsWith("Unknown ")
                ? problem
                : problem.remedy("where the bracket is meant as text, write [=r'['] for it");
    }

    static Problem failed(Location where, String why) {
        return Problem.of("CH-MANIFEST-042", "the template failed").at(where).because(why);
    }

    static Problem limit(Location where, String why) {
        return Problem.of("CH-MANIFEST-044", "the template does not come to an end")
                .at(where)
                .because(why)
                .remedy("look for a loop or a recursion without end");
    }

    static Problem itInTag(Location where) {
        return Problem.of("CH-MANIFEST-046", "\"it\" cannot be used in a tag")
                .at(where)
                .because("the items of each: are known only after the tags have been followed")
                .remedy("use [#list … as …] around the step, or when: in it");
    }

    static Problem itShapes(Location where) {
        return Problem.of("CH-MANIFEST-046", "\"it\" cannot decide which tags are followed")
                .at(where)
                .because("the items of each: are known only after the tags have been followed")
                .remedy("use [#list … as …] around the step, or when: in it");
    }
}
