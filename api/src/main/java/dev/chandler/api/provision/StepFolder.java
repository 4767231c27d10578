package dev.chandler.api.provision;

import java.nio.file.Path;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A folder of the client that one step has to itself while it runs.
 *
 * @param path where the client has it: an absolute path, short enough for a Unix socket of a few letters in it
 * @param inInstance where commands of the step find the same folder, read-only; only root can enter it. Empty where the
 *     step did not {@linkplain PreparedStep#sharesFolder ask} for that, or the engine cannot have it there
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record StepFolder(Path path, Optional<String> inInstance) {}
