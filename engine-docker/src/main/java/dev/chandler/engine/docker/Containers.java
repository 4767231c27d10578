package dev.chandler.engine.docker;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.engine.docker.DockerDriver.ContainerPlan;
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

    Containers(
            DockerHttp http,
            DockerDriver driver,
            DockerImages images,
            BaseImports imports,
            ClientIdentity client,
            BuildImages build) {
        this.http = http;
        this.driver = driver;
        this.images = images;
        this.imports = imports;
        this.client = client;
        this.build = build;
    }

    DockerInstance create(InstanceSpec spec) throws InterruptedException {
        ImageFacts image = image(spec);
        Set<String> volumes = ImageFacts.object(image.config(), "Volumes").keySet();
        ImageFacts start = new VolumelessImages(driver, images, client).of(image);
        String name = name();
        return Shield.make(() -> start(spec, start, volumes, name), made -> remove(made, name));
    }

    private void remove(Optional<DockerInstance> made, String name) throws InterruptedException {
        if (made.isPresent()) {
            made.get().close();
        } else {
            driver.removeContainer(name);
        }
    }

    private DockerInstance start(InstanceSpec spec, ImageFacts image, Set<String> volumes, String name)
            throws InterruptedException {
        List<String> entrypoint = spec.runsCommands() ? FirstProcess.entrypoint() : List.of("/none");
        Map<String, String> labels = Map.of(
                ClientIdentity.VERSION_LABEL, client.version(),
                ClientIdentity.BUILD_LABEL, client.buildId(),
                // Over the one that the image of a checkpoint has.
                ClientIdentity.KEY_LABEL, "");
        driver.createContainer(new ContainerPlan(name, image.id().toString(), entrypoint, labels, spec.runsCommands()));
        ContainerFiles files = new ContainerFiles(http, driver, name);
        try {
            // A volume that was never there would have been made by mounting it.
            for (String volume : volumes) {
                files.make(volume);
            }
            makeWorkdir(spec.base(), files);
            FirstProcess first = spec.runsCommands() ? running(spec.base(), name) : null;
            return instance(image, name, files, first);
        } catch (RuntimeException | InterruptedException e) {
            Shield.always(() -> driver.removeContainer(name));
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

    private FirstProcess running(Base base, String name) throws InterruptedException {
        FirstProcess first = FirstProcess.attach(driver, name);
        try {
            driver.startContainer(name);
            return first;
        } catch (EngineException e) {
            first.close();
            throw withoutShell(base, e);
        } catch (RuntimeException | InterruptedException e) {
            first.close();
            throw e;
        }
    }

    private static EngineException withoutShell(Base base, EngineException e) {
        Problem problem = e.problems().get(0);
        String why = problem.why().orElse("");
        return why.contains("/bin/sh") ? DockerProblems.noShell(base.reference().toString(), why) : e;
    }

    private DockerInstance instance(ImageFacts image, String name, ContainerFiles files, @Nullable FirstProcess first) {
        Set<String> env = new HashSet<>(Set.of("HOSTNAME", "PATH"));
        ImageFacts.strings(image.config().get("Env")).forEach(line -> env.add(line.replaceFirst("(?s)=.*", "")));
        return new DockerInstance(
                driver,
                name,
                new Snapshots(driver, images, client, build),
                files,
                new ContainerChanges(http, files, name),
                new ContainerCommands(driver, name, env, first),
                first);
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
