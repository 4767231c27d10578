package dev.chandler.plugin.ansible;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what went wrong with a playbook, at the place that Ansible names. */
final class RunProblems {

    private static final Pattern PLACE = Pattern.compile("(.*):(\\d+)");

    /** Up to ansible-core 2.18, and since 2.19. */
    private static final Pattern ERROR_PLACE =
            Pattern.compile("appears to be in '([^']+)': line (\\d+), column (\\d+)|Origin: ([^\\n]+):(\\d+):(\\d+)");

    private static final int MOST_LINES = 12;

    private final StepSettings settings;
    private final String stepId;

    RunProblems(StepSettings settings, String stepId) {
        this.settings = settings;
        this.stepId = stepId;
    }

    ProvisionException of(Report report, int status, String complaints) {
        return new ProvisionException(report.failure()
                .map(each -> each.isForLackOfPython() ? python(each) : task(each, status))
                .orElseGet(() -> playbook(status, complaints)));
    }

    private Problem task(Report.Failure failure, int status) {
        return Problem.of("CH-ANSIBLE-007", "step \"" + stepId + "\" failed: task \"" + failure.task() + "\"")
                .at(place(failure.place()))
                .because(lines(failure.words())
                        + (failure.status().isEmpty() ? "" : "\nexit status of the task " + failure.status() + ",")
                        + (failure.status().isEmpty() ? "\n" : " ")
                        + "of ansible-playbook " + status);
    }

    private Problem python(Report.Failure failure) {
        return Problem.of(
                        "CH-ANSIBLE-008",
                        "step \"" + stepId + "\" failed: the instance has no Python for task \"" + failure.task()
                                + "\"")
                .at(place(failure.place()))
                .because(lines(failure.words()))
                .remedy("install Python in a step before; without it there is only `raw`, with `gather_facts: false`");
    }

    private Problem playbook(int status, String complaints) {
        Matcher matcher = ERROR_PLACE.matcher(complaints);
        Location location = settings.location();
        if (matcher.find()) {
            int group = matcher.group(1) != null ? 1 : 4;
            location = new Location(
                    settings.shown(Path.of(matcher.group(group))),
                    Integer.parseInt(matcher.group(group + 1)),
                    Integer.parseInt(matcher.group(group + 2)));
        }
        return Problem.of(
                        "CH-ANSIBLE-009",
                        "step \"" + stepId + "\" failed: ansible-playbook ended with exit status " + status)
                .at(location)
                .because(complaints.isBlank() ? "it complained of nothing" : lines(complaints));
    }

    ProvisionException nothingRan() {
        return new ProvisionException(Problem.of(
                        "CH-ANSIBLE-010", "step \"" + stepId + "\" failed: nothing of the playbook ran in the instance")
                .at(settings.location())
                .because("the instance is \"" + settings.host() + "\""
                        + (settings.groups().isEmpty()
                                ? ", in no group"
                                : ", in the groups " + String.join(", ", settings.groups())))
                .remedy("let `groups:` have what `hosts:` of the plays name, or look at `tags:`"));
    }

    private Location place(String place) {
        Matcher matcher = PLACE.matcher(place);
        return matcher.matches() && Integer.parseInt(matcher.group(2)) > 0
                ? new Location(settings.shown(Path.of(matcher.group(1))), Integer.parseInt(matcher.group(2)), 1)
                : settings.location();
    }

    private static String lines(String text) {
        String words = String.join("\n", text.strip().lines().limit(MOST_LINES).toList());
        return Optional.of(words).filter(each -> !each.isEmpty()).orElse("it said nothing");
    }
}
