package dev.chandler.core.artifact;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.ArtifactSettings;
import java.util.List;
import java.util.regex.Pattern;

/** The names that a build moves. */
public final class ImageNames {

    /** As the <a href="https://github.com/distribution/reference">distribution project</a> has it, without a digest. */
    private static final Pattern REFERENCE =
            Pattern.compile("([A-Za-z0-9.-]+(:[0-9]+)?/)?" + "[a-z0-9]+([._-]+[a-z0-9]+)*"
                    + "(/[a-z0-9]+([._-]+[a-z0-9]+)*)*" + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?");

    private ImageNames() {}

    /**
     * Says which names point at the image.
     *
     * @param settings what the manifest asks for
     * @param tags {@code --tag}, whole references, replacing what the manifest asks for
     * @return references with their tags, none where neither names one
     * @throws ManifestException if one of {@code --tag} cannot be a name
     */
    public static List<String> of(ArtifactSettings settings, List<String> tags) {
        if (!tags.isEmpty()) {
            return tags.stream().map(ImageNames::tagged).distinct().toList();
        }
        return settings.repo()
                .map(repo -> settings.tags().stream()
                        .map(tag -> repo + ":" + tag)
                        .distinct()
                        .toList())
                .orElse(List.of());
    }

    private static String tagged(String reference) {
        if (!REFERENCE.matcher(reference).matches()) {
            throw new ManifestException(Problem.of("CH-PLAN-006", "\"" + reference + "\" cannot be a name of an image")
                    .because("it is written team/name:tag or host:5000/team/name:tag, the name in small letters")
                    .remedy("give another --tag"));
        }
        boolean hasTag = reference.lastIndexOf(':') > reference.lastIndexOf('/');
        return hasTag ? reference : reference + ":latest";
    }
}
