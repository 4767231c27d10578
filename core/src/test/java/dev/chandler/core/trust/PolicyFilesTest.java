package dev.chandler.core.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which files say what is trusted. */
class PolicyFilesTest {

    private static final Path SYSTEM = Path.of("/etc/chandler/policy.yml");
    private static final Path CONFIG = Path.of("/home/user/.config/chandler");
    private static final Path WORK = Path.of("/work");

    @Test
    void areTheSystemsAndTheUsersNeitherOfWhichHasToBeThere() {
        assertThat(files(Optional.empty(), Map.of()))
                .containsExactly(
                        new PolicyFile(SYSTEM, "the system", false),
                        new PolicyFile(CONFIG.resolve("policy.yml"), "the user", false));
    }

    @Test
    void haveOneOfTheEnvironmentInThePlaceOfTheUsers() {
        assertThat(files(Optional.empty(), Map.of("CHANDLER_POLICY", "mine.yml")))
                .containsExactly(
                        new PolicyFile(SYSTEM, "the system", false),
                        new PolicyFile(WORK.resolve("mine.yml"), "CHANDLER_POLICY", true));
    }

    @Test
    void haveOneOfTheFlagBeforeThatOfTheEnvironment() {
        assertThat(files(Optional.of(Path.of("/flag.yml")), Map.of("CHANDLER_POLICY", "mine.yml")))
                .last()
                .isEqualTo(new PolicyFile(Path.of("/flag.yml"), "--policy", true));
    }

    @Test
    void areTheUsualOnesWhereTheVariableIsEmpty() {
        assertThat(files(Optional.empty(), Map.of("CHANDLER_POLICY", "")))
                .last()
                .isEqualTo(new PolicyFile(CONFIG.resolve("policy.yml"), "the user", false));
    }

    @Test
    void areTheSystemsAloneOfAUserWithoutAHome() {
        assertThat(PolicyFiles.of(SYSTEM, Optional.empty(), Optional.empty(), Map.of(), WORK))
                .containsExactly(new PolicyFile(SYSTEM, "the system", false));
    }

    private static List<PolicyFile> files(Optional<Path> flag, Map<String, String> environment) {
        return PolicyFiles.of(SYSTEM, Optional.of(CONFIG), flag, environment, WORK);
    }
}
