package dev.chandler.engine.docker;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.engine.docker.DockerDriver.ContainerPlan;
import dev.chandler.lib.engine.Shield;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Makes containers for instances. Thread-safe. */
final class Containers {

    private final DockerHttp http;
    private final DockerDriver driver;
    private final DockerImages images;
    private final BaseImports imports;
    private final ClientIdentity client;
    private final BuildImages build;
    private final DaemonVersion version;
    private final Toolboxes toolboxes;

    Containers(
            DockerHttp http,
            DockerDriver driver,
            DockerImages images,
            BaseImports imports,
            ClientIdentity client,
            BuildImages build,
            DaemonVersion version,
            Toolboxes toolboxes) {
        this.http = http;
        this.driver = driver;
        this.images = images;
        this.imports = imports;
        this.client = client;
        this.build = build;
        this.version = version;
        this.toolboxes = toolboxes;
    }

    DockerInstance create(InstanceSpec spec) throws InterruptedException {
        String name = name();
        return make(spec, name, "", () -> driver.removeContainer(name))
                .orElseThrow(() -> new IllegalStateException("a random name is taken: " + name));
    }

    /** Where it is not known what became of a request, the container is left to the build's end: it may be another's. */
    Optional<DockerInstance> claim(InstanceSpec spec, List<Digest> keys) throws InterruptedException {
        return make(spec, Claims.container(keys), Claims.label(keys), () -> {});
    }

    private Optional<DockerInstance> make(InstanceSpec spec, String name, String claims, Shield.Work removal)
            throws InterruptedException {
        ImageFacts image = image(spec);
        Set<String> volumes = ImageFacts.object(image.config(), "Volumes").keySet();
        ImageFacts start = new StartImages(driver, images, client, version.product()).of(image);
        return Shield.make(() -> start(spec, start, volumes, name, claims), made -> remove(made, removal));
    }

    private static void remove(Optional<Optional<DockerInstance>> made, Shield.Work removal)
            throws InterruptedException {
        if (made.isPresent()) {
            made.get().ifPresent(DockerInstance::close);
        } else {
            removal.run();
        }
    }

    private Optional<DockerInstance> start(
            InstanceSpec spec, ImageFacts image, Set<String> volumes, String name, String claims)
            throws InterruptedException {
        List<String> entrypoint = spec.runsCommands() ? FirstProcess.entrypoint(spec.shell()) : List.of("/none");
        Map<String, String> labels = Map.of(
                ClientIdentity.VERSION_LABEL,
                client.version(),
                ClientIdentity.BUILD_LABEL,
                client.buildId(),
                ClientIdentity.CLAIMS_LABEL,
                claims,
                // Over the one that the image of a checkpoint has.
                ClientIdentity.KEY_LABEL,
                "");
        toolboxes.require(spec.settings());
        InstanceSettings settings = spec.runsCommands() ? spec.settings() : Toolboxes.without(spec.settings());
        Optional<String> created = driver.createContainer(
                new ContainerPlan(name, image.id().toString(), entrypoint, labels, settings, spec.runsCommands()));
        if (created.isEmpty()) {
            return Optional.empty();
        }
        // A name that was claimed may be another's when this container has gone.
        String handle = claims.isEmpty() ? name : created.get();
        ContainerFiles files = new ContainerFiles(http, driver, handle);
        try {
            // Once more: what the container has mounted by now nobody removes.
            toolboxes.require(settings);
            // A volume that was never there would have been made by mounting it.
            // The daemon puts nothing into a container that is read-only; one that lacks them is as it is then.
            if (!spec.settings().readOnly()) {
                for (String volume : volumes) {
                    files.make(volume);
                }
                makeWorkdir(spec.base(), files);
            }
            FirstProcess first = spec.runsCommands() ? running(spec, handle) : null;
            return Optional.of(instance(image, name, handle, files, first, spec.settings()));
        } catch (RuntimeException | InterruptedException e) {
            Shield.always(() -> {
                driver.removeContainer(handle);
                toolboxes.removeUnlabelled(settings);
            });
            throw e;
        }
    }

    /** Docker makes it when a container is created, but ours is created to be in "/". */
    private static void makeWorkdir(Base base, ContainerFiles files) throws InterruptedException {
        String workdir = base.config().workdir();
        if (!workdir.isEmpty()) {
            files.make(workdir.startsWith("/") ? workdir : "/" + workdir);
        }
    }

    private FirstProcess running(InstanceSpec spec, String name) throws InterruptedException {
        FirstProcess first = FirstProcess.attach(driver, name, spec.shell());
        boolean foreign =
                !spec.base().platform().architecture().equals(version.platform().architecture());
        try {
            driver.startContainer(name);
            if (foreign) {
                first.reap(FirstProcess.ANSWER);
            }
            return first;
        } catch (EngineException e) {
            first.close();
            throw foreign
                    ? DockerProblems.foreign(spec.base(), version.platform(), e)
                    : withoutNetwork(spec, withoutShell(spec, e));
        } catch (RuntimeException | InterruptedException e) {
            first.close();
            throw e;
        }
    }

    private static EngineException withoutShell(InstanceSpec spec, EngineException e) {
        Problem problem = e.problems().get(0);
        String why = problem.why().orElse("");
        return why.contains(spec.shell())
                ? DockerProblems.noShell(spec.base().reference().toString(), spec.shell(), why)
                : e;
    }

    private static EngineException withoutNetwork(InstanceSpec spec, EngineException e) {
        String why = e.problems().get(0).why().orElse("");
        String network = spec.settings().network().toString();
        return why.contains("network " + network + " not found") ? DockerProblems.noNetwork(network, why) : e;
    }

    private DockerInstance instance(
            ImageFacts image,
            String name,
            String handle,
            ContainerFiles files,
            @Nullable FirstProcess first,
            InstanceSettings settings) {
        Set<String> env = new HashSet<>(version.product().addedToEnvironment());
        ImageFacts.strings(image.config().get("Env")).forEach(line -> env.add(line.replaceFirst("(?s)=.*", "")));
        return new DockerInstance(
                driver,
                name,
                handle,
                name(),
                new Snapshots(driver, images, client, build),
                files,
                new ContainerChanges(http, files, handle),
                new ContainerCommands(driver, handle, version.product(), env, first, settings.mayKill()),
                first,
                ToolsLink.of(first, settings));
    }

    private ImageFacts image(InstanceSpec spec) throws InterruptedException {
        return spec.snapshot().isPresent() ? images.get(spec.snapshot().get().id()) : imports.image(spec.base());
    }

    private String name() {
        String id = client.buildId().replaceAll("[^a-zA-Z0-9_.-]", "-");
        return "chandler-" + id + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }
}
