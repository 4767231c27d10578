package dev.chandler.plugin.ansible;

import dev.chandler.api.problem.Location;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a step says, found to be right.
 *
 * @param location where the step's settings stand
 * @param directory the folder of the manifest
 * @param playbook a file that is there
 * @param roles folders that are there
 * @param collections folders that are there
 * @param reads files and folders that the playbook reads besides
 * @param varsFiles files of variables, which win over the playbook's
 * @param vars the variables that win over all others, as JSON
 * @param host the instance's name in the inventory
 * @param groups the groups that it is in
 * @param hostVars its variables, as Java has them
 * @param words what is added to ansible-playbook's command line: tags, become
 * @param config ansible.cfg, if there is one
 * @param vaultPassword the file of the vault's password, if there is one
 * @param verbosity how much ansible-playbook tells
 * @param version what the version of ansible-core has to begin with
 * @param program ansible-playbook
 */
record StepSettings(
        Location location,
        Path directory,
        Path playbook,
        List<Path> roles,
        List<Path> collections,
        List<Path> reads,
        List<Path> varsFiles,
        String vars,
        String host,
        List<String> groups,
        Variables hostVars,
        List<String> words,
        Optional<Path> config,
        Optional<Path> vaultPassword,
        int verbosity,
        Optional<String> version,
        Program program) {

    /** The playbook's folder, with all that Ansible finds beside a playbook. */
    Path folder() {
        return Objects.requireNonNull(playbook.getParent(), "a file is in a folder");
    }

    /** A file of the client as users would name it: relative to where the manifest's own name is. */
    String shown(Path file) {
        Path whole = file.normalize();
        if (!whole.startsWith(directory.normalize())) {
            return whole.toString();
        }
        Path relative = directory.normalize().relativize(whole);
        Path manifest = Path.of(location.file()).getParent();
        return (manifest == null ? relative : manifest.resolve(relative)).toString();
    }
}
