package dev.chandler.cli.module;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.web.Web;
import dev.chandler.core.module.ModuleReference;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * What all places that modules are fetched from have.
 *
 * @param admission lets modules in
 * @param options how they are fetched
 * @param web asks web servers, and says how long anybody may take
 * @param config has logins at registries
 * @param git the user's git
 */
record Fetching(Admission admission, FetchOptions options, Web web, DockerConfig config, GitProgram git) {

    /** Holds a git repository's address against who may be asked; an archive's is looked at with each request. */
    void requireAllowed(ModuleReference.Git reference, Optional<Location> place) {
        HttpUrl url = HttpUrl.parse(reference.url());
        if (url == null || web.allows(url)) {
            return;
        }
        throw new ManifestException(Problem.of("CH-MODULE-051", "\"git+" + reference.url() + "\" is plain HTTP")
                .at(place.orElse(null))
                .because("anybody on the way may change what comes")
                .remedy("name it by https or ssh; --insecure " + url.host() + " allows it"));
    }
}
