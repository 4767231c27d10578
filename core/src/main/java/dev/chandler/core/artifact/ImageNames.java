package dev.chandler.core.artifact;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.ArtifactSettings;
import dev.chandler.core.output.ImageReference;
import java.util.List;

/** The names that a build moves. */
public final class ImageNames {

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
            return given(tags);
        }
        return settings.repo()
                .map(repo -> settings.tags().stream()
                        .map(tag -> repo + ":" + tag)
                        .distinct()
                        .toList())
                .orElse(List.of());
    }

    /**
     * Completes the names of {@code --tag}.
     *
     * @param tags whole references
     * @return references with their tags, each once
     * @throws ManifestException if one cannot be a name
     */
    public static List<String> given(List<String> tags) {
        return tags.stream().map(ImageNames::tagged).distinct().toList();
    }

    private static String tagged(String reference) {
        return ImageReference.tagged(reference)
                .orElseThrow(() -> new ManifestException(
                        Problem.of("CH-PLAN-006", "\"" + reference + "\" cannot be a name of an image")
                                .because(ImageReference.WRITTEN)
                                .remedy("give another --tag")));
    }
}
