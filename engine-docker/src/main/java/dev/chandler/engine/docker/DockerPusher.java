package dev.chandler.engine.docker;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.lib.dockerconfig.Credentials;
import java.util.Optional;

/** Has the daemon push images. Thread-safe. */
final class DockerPusher {

    private final DockerDriver driver;
    private final DockerImages images;
    private final RegistryLogins logins;
    private final ClientIdentity client;

    DockerPusher(DockerDriver driver, DockerImages images, RegistryLogins logins, ClientIdentity client) {
        this.driver = driver;
        this.images = images;
        this.logins = logins;
        this.client = client;
    }

    Descriptor push(Artifact artifact, String reference, ProgressSink progress) throws InterruptedException {
        ImageName name = ImageName.parse(reference);
        Optional<Credentials> login = logins.of(name);
        if (artifact.references().contains(reference)) {
            requireOurs(name, artifact.id());
            return driver.push(name, login, progress);
        }
        LentName lent = new LentName(driver, images, client, artifact.id(), name);
        try {
            lent.lend();
            return driver.push(name, login, progress);
        } finally {
            lent.giveBack();
        }
    }

    /** The daemon pushes whatever has the name. */
    private void requireOurs(ImageName name, Digest image) throws InterruptedException {
        if (images.find(name.reference())
                .filter(found -> found.id().equals(image))
                .isEmpty()) {
            throw PushProblems.moved(name);
        }
    }
}
