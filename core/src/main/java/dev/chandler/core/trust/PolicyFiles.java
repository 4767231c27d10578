package dev.chandler.core.trust;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files in which policies are looked for: the system's, and one of the user's.
 *
 * <p>None of a project: it came from whoever wrote the project, who is one of those that a policy is about.
 */
public final class PolicyFiles {

    /** The environment variable that names a file in the place of the user's. */
    public static final String VARIABLE = "CHANDLER_POLICY";

    /** The file of those who look after the machine. */
    public static final Path SYSTEM = Path.of("/etc/chandler/policy.yml");

    private PolicyFiles() {}

    /**
     * Lists the files.
     *
     * @param system the file of the machine, usually {@link #SYSTEM}
     * @param userConfig the user's configuration folder of Chandler, such as {@code ~/.config/chandler}, if there is one
     * @param flagged the file given by {@code --policy}
     * @param environment the client's environment
     * @param workingDirectory what a path in the environment is relative to
     * @return the files, those that need not exist included; what one refuses is refused
     */
    public static List<PolicyFile> of(
            Path system,
            Optional<Path> userConfig,
            Optional<Path> flagged,
            Map<String, String> environment,
            Path workingDirectory) {
        PolicyFile machine = new PolicyFile(system, "the system", false);
        Optional<PolicyFile> user = flagged.map(path -> new PolicyFile(path, "--policy", true))
                .or(() -> Optional.ofNullable(environment.get(VARIABLE))
                        .filter(text -> !text.isBlank())
                        .map(text -> new PolicyFile(workingDirectory.resolve(text), VARIABLE, true)))
                .or(() -> userConfig.map(folder -> new PolicyFile(folder.resolve("policy.yml"), "the user", false)));
        return Stream.concat(Stream.of(machine), user.stream()).toList();
    }
}
