package dev.chandler.engine.lxd;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.lib.engine.Shield;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes images of states, with the base's config but for what is wanted otherwise.
 *
 * <p>The daemon writes the time into each image that it makes of an instance, so that no two are alike: hence an image has a
 * property that says which request it is the answer to, and by which an equal one finds it. While an image has
 * no name yet it has one of ours, by which it is found again where its maker is gone. Thread-safe.
 */
final class LxdPublisher {

    private final ImageStore images;
    private final PendingImages pending;
    private final LxdBases bases;
    private final Unstarted unstarted;
    private final Operations operations;
    private final LxdHttp http;
    private final ClientIdentity client;
    private final LxdOptions options;
    private final Clock clock;

    LxdPublisher(
            LxdHttp http,
            Operations operations,
            ImageStore images,
            LxdBases bases,
            BaseImports imports,
            ClientIdentity client,
            LxdOptions options,
            Clock clock) {
        this.http = http;
        this.operations = operations;
        this.images = images;
        this.pending = new PendingImages(images);
        this.bases = bases;
        this.unstarted = new Unstarted(http, operations, imports, client, options);
        this.client = client;
        this.options = options;
        this.clock = clock;
    }

    Artifact publish(ArtifactSpec spec) throws InterruptedException {
        Map<String, String> properties = properties(spec);
        Set<String> aliases = new LinkedHashSet<>();
        spec.references().forEach(reference -> aliases.add(ImageAliases.of(reference)));
        List<LxdImage> equal = equal(properties);
        Optional<LxdImage> named = equal.stream()
                .filter(image -> aliases.stream().allMatch(image::isNamed))
                .findFirst();
        if (named.isPresent()) {
            keep(named.get());
            return new Artifact(named.get().digest(), spec.references(), false);
        }
        if (!equal.isEmpty()) {
            keep(equal.get(0));
        }
        String temporary = PendingImages.name();
        Digest image = !equal.isEmpty()
                ? equal.get(0).digest()
                : Shield.make(() -> make(spec, properties, temporary), made -> pending.remove(temporary));
        name(image, aliases, temporary);
        return new Artifact(image, spec.references(), true);
    }

    /** What is done with an image. */
    interface Use {
        void of(Artifact image) throws IOException, InterruptedException;
    }

    /** Has an image only for as long as something is done with it, unless there is one like it anyway. */
    void meanwhile(ArtifactSpec spec, Use use) throws IOException, InterruptedException {
        Map<String, String> properties = properties(spec);
        List<LxdImage> equal = equal(properties);
        if (!equal.isEmpty()) {
            use.of(new Artifact(equal.get(0).digest(), List.of(), false));
            return;
        }
        String temporary = PendingImages.name();
        Digest image = Shield.make(() -> make(spec, properties, temporary), made -> pending.remove(temporary));
        try {
            use.of(new Artifact(image, List.of(), true));
        } finally {
            Shield.always(() -> pending.remove(temporary));
        }
    }

    /** The time for which an image is kept begins when it was last wanted. */
    private void keep(LxdImage image) throws InterruptedException {
        Optional<String> until = until();
        if (until.isPresent()) {
            images.expire(image.fingerprint(), until.get());
        }
    }

    private Optional<String> until() {
        return options.expiry()
                .map(expiry -> clock.instant()
                        .plus(expiry)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
    }

    /** Several where builds have published the same at the same time. */
    private List<LxdImage> equal(Map<String, String> properties) throws InterruptedException {
        String request = properties.getOrDefault(ImageDescription.REQUEST, "");
        return images.withProperty(ImageDescription.REQUEST, request);
    }

    private Map<String, String> properties(ArtifactSpec spec) throws InterruptedException {
        ImageDescription base = bases.description(spec.base());
        String created = spec.created()
                .or(() -> spec.state().map(state -> state.created()))
                .map(Object::toString)
                .orElse(base.created());
        Map<String, String> properties = base.with(spec.config(), spec.author().orElse(base.author()), created)
                .asProperties();
        String request = "lxd.image.v1\n" + spec.base().digest() + "\n"
                + spec.state().map(state -> state.id() + " " + state.created()).orElse("") + "\n"
                + Json.of(properties)
                + (isCompressed() ? "\n" + options.compression() : "");
        properties.put(ImageDescription.REQUEST, Digest.of(request).toString());
        return properties;
    }

    private boolean isCompressed() {
        return !options.compression().equals(LxdOptions.NONE);
    }

    private Digest make(ArtifactSpec spec, Map<String, String> properties, String temporary)
            throws InterruptedException {
        if (spec.state().isPresent()) {
            String state = spec.state().get().id();
            MadeFiles.of(http, state).remove(http, state);
            return make(state, properties, temporary);
        }
        // An image is made of an instance alone, which need not have been started.
        return unstarted.with(spec.base(), instance -> make(instance, properties, temporary));
    }

    private Digest make(String instance, Map<String, String> properties, String temporary) throws InterruptedException {
        JsonObject source = new JsonObject();
        source.addProperty("type", instance.contains("/") ? "snapshot" : "instance");
        source.addProperty("name", instance);
        JsonObject alias = new JsonObject();
        alias.addProperty("name", temporary);
        alias.addProperty("description", client.buildId());
        JsonArray aliases = new JsonArray();
        aliases.add(alias);
        JsonObject request = new JsonObject();
        request.add("source", source);
        Map<String, String> withBuild = new LinkedHashMap<>(properties);
        withBuild.put(PendingImages.BUILD, client.buildId());
        request.add("properties", Json.of(withBuild));
        request.add("aliases", aliases);
        request.addProperty("compression_algorithm", options.compression());
        until().ifPresent(time -> request.addProperty("expires_at", time));
        Operations.Outcome made = operations.run("cannot publish the image", "POST", http.at("images"), request);
        String fingerprint = Json.text(made.metadata(), "fingerprint");
        images.removeProperty(fingerprint, PendingImages.BUILD);
        return Digest.parse("sha256:" + fingerprint);
    }

    /** Until here an interrupt is in time; from here on the names move, and nobody could say how far they have. */
    private void name(Digest image, Set<String> aliases, String temporary) throws InterruptedException {
        if (Thread.interrupted()) {
            Shield.always(() -> pending.remove(temporary));
            throw new InterruptedException("interrupted before the image was named");
        }
        Shield.always(() -> {
            try {
                new AliasMove(images, image.hex()).move(List.copyOf(aliases));
            } catch (RuntimeException e) {
                pending.remove(temporary);
                throw e;
            }
            images.removeAlias(temporary);
        });
    }
}
