package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what went wrong with a run of consul-template, at the templates' own places.
 *
 * @param settings the step's
 * @param folder where it ran
 * @param readings what it read
 */
record RenderProblems(StepSettings settings, RenderFolder folder, Readings readings) {

    /** {@code (cli) FILE: execute: template: NAME:LINE:COLUMN: why}, without a column where parsing failed. */
    private static final Pattern TEMPLATE_ERROR = Pattern.compile(
            "(?:\\(\\w+\\) )?(\\S+): (parse|execute): template: [^:]*:(\\d+)(?::(\\d+))?: (.*)", Pattern.DOTALL);

    /** By which a shell says that there is no such program. */
    private static final int NOT_FOUND = 127;

    private UnaryOperator<String> shown() {
        return settings.showValues() ? UnaryOperator.identity() : readings::masked;
    }

    /** Keys that nobody has set. */
    ProvisionException missing(Set<String> keys) {
        List<Problem> problems = new ArrayList<>();
        for (String key : keys) {
            List<Location> places = rendered().stream()
                    .flatMap(each -> each.text().placesOf("\"" + key + "\"").stream())
                    .toList();
            String more = places.size() < 2
                    ? ""
                    : "\nalso at "
                            + String.join(
                                    ", ",
                                    places.stream()
                                            .skip(1)
                                            .map(Location::toString)
                                            .toList());
            String why = "waited " + words(settings.patience().toMillis()) + " for it" + more;
            problems.add(Problem.of("CH-CONSUL-012", "the key \"" + key + "\" is not in " + whose())
                    .at(places.isEmpty() ? null : places.get(0))
                    .because(why)
                    .remedy("set it (consul kv put " + key + " …), or use keyOrDefault in the template"));
        }
        return new ProvisionException(problems);
    }

    private String whose() {
        return settings.values().isPresent() ? "the file of values" : "Consul";
    }

    private static String words(long millis) {
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private List<TemplateSettings> rendered() {
        return settings.templates().stream()
                .filter(TemplateSettings::isRendered)
                .toList();
    }

    /** Instances have no folder of the client. */
    static ManifestException noFolder() {
        return new ManifestException(Problem.of("CH-CONSUL-019", "consul-template cannot run in the instance")
                .because("the engine cannot mount a folder of this machine there at /dev/shm")
                .remedy("use where: client, or leave it to where: auto"));
    }

    /** Whether it has ended because of what a template says. */
    boolean isOfTemplate(RenderRun run) {
        return templateError(run).isPresent();
    }

    private Optional<Matcher> templateError(RenderRun run) {
        Matcher error = TEMPLATE_ERROR.matcher(run.log().error());
        return Optional.of(error).filter(each -> each.matches() && folder.number(each.group(1)) >= 0);
    }

    /**
     * It has ended with another exit status than 0, or without a result.
     *
     * @param program how people know it
     */
    ChandlerException ended(RenderRun run, String program) {
        Optional<Matcher> error = templateError(run);
        if (error.isPresent()) {
            return template(error.get());
        }
        String why =
                "exit status " + run.status() + "\n" + shown().apply(run.log().lastWords());
        return readings.failing().orElseGet(() -> Program.useless(program, why, null));
    }

    /** As {@link #ended}, where it may not even have begun. */
    ChandlerException endedInInstance(RenderRun run) {
        if (run.status() != NOT_FOUND) {
            return ended(run, "consul-template in the instance");
        }
        return new ProvisionException(Problem.of("CH-CONSUL-020", "there is no consul-template in the instance")
                .because("it is neither on the PATH of the step nor in a toolbox, or is built for another system\n"
                        + run.log().lastWords())
                .remedy("put a static one into the toolbox, or use where: client"));
    }

    private String words(String error) {
        return OwnVariables.inWords(error.replace(folder.seen() + "/", ""));
    }

    /** A result, unless something of this run is in it, which would be another in the next. */
    byte[] checked(int number, byte[] result) {
        if (new String(result, StandardCharsets.ISO_8859_1).contains(folder.seen())) {
            TemplateText text = settings.templates().get(number).text();
            throw new ProvisionException(
                    Problem.of("CH-CONSUL-013", "a template cannot be rendered")
                            .at(text.place(1, 1))
                            .because(
                                    "its result has the path of a temporary folder, as consul-template's own CONSUL_HTTP_ADDR does")
                            .remedy(
                                    "write the name of the variable in quotes, behind env; and its value into env: of the step"));
        }
        return result;
    }

    private ProvisionException template(Matcher error) {
        TemplateSettings template = settings.templates().get(folder.number(error.group(1)));
        int line = Math.max(1, Integer.parseInt(error.group(3)));
        // Go counts bytes from 0; of lines that are not ASCII the column is near.
        int column = error.group(4) == null ? 1 : Integer.parseInt(error.group(4)) + 1;
        Location place = template.text().place(line, column);
        String why = template.text().lineWords(line) + shown().apply(words(error.group(5)));
        Optional<String> denied = DeniedFunctions.in(error.group(5));
        if (denied.isPresent()) {
            return new ProvisionException(
                    Problem.of("CH-CONSUL-014", "a template may not call \"" + denied.get() + "\"")
                            .at(place)
                            .because(why)
                            .remedy(DeniedFunctions.remedy(denied.get())));
        }
        String what = error.group(2).equals("parse") ? "a template cannot be read" : "a template cannot be rendered";
        return new ProvisionException(
                Problem.of("CH-CONSUL-013", what).at(place).because(why));
    }
}
