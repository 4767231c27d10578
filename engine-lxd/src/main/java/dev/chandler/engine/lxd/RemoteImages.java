package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Images on other servers, which the daemon copies itself: the client asks for no more than which one an alias is, and for
 * the secret that lets it be had. Thread-safe.
 */
final class RemoteImages {

    private final LxdHttp http;
    private final Operations operations;

    RemoteImages(LxdHttp http, Operations operations) {
        this.http = http;
        this.operations = operations;
    }

    /**
     * Finds an image there; empty if there is none.
     *
     * @param platform what it is to be for, where the server has it for several
     */
    Optional<LxdImage> find(BaseReference reference, LxdRemotes.Named named, Platform platform)
            throws InterruptedException {
        if (named.remote().isServerOfFiles()) {
            return SimpleStreams.find(reference, named, platform);
        }
        try (LxdHttp there = connect(reference, named.remote())) {
            return find(there, named.alias());
        }
    }

    private static Optional<LxdImage> find(LxdHttp there, String alias) throws InterruptedException {
        ImageStore images = new ImageStore(there, new Operations(there));
        Optional<LxdImage> image = images.byAlias(alias);
        return image.isEmpty() && ImageAliases.isFingerprint(alias) ? images.byFingerprint(alias) : image;
    }

    private LxdHttp connect(BaseReference reference, LxdRemotes.Remote remote) {
        if (!remote.isServer()) {
            throw ImageProblems.remoteProtocol(reference, remote);
        }
        Endpoint endpoint = new Endpoint(remote.address(), "remote \"" + remote.name() + "\" of the lxc client");
        return LxdHttp.open(endpoint, remote, http.silence());
    }

    /** Has the daemon copy an image, without its names. */
    void copy(BaseReference reference, LxdRemotes.Named named, LxdImage image) throws InterruptedException {
        LxdRemotes.Remote remote = named.remote();
        JsonObject source = new JsonObject();
        source.addProperty("type", "image");
        source.addProperty("mode", "pull");
        source.addProperty("protocol", remote.protocol());
        source.addProperty("server", remote.address());
        source.addProperty("fingerprint", image.fingerprint());
        if (!remote.isServerOfFiles()) {
            source.addProperty("project", remote.project());
        }
        certificate(reference, remote).ifPresent(pem -> source.addProperty("certificate", pem));
        JsonObject request = new JsonObject();
        request.add("source", source);
        String what = "cannot copy the image \"" + reference + "\" to LXD";
        if (remote.open()) {
            operations.run(what, "POST", http.at("images"), request);
            return;
        }
        try (LxdHttp there = connect(reference, remote)) {
            LxdAnswer answer = there.send("POST", there.at("images", image.fingerprint(), "secret"), null);
            if (!answer.ok()) {
                throw LxdProblems.refused(what, answer.words());
            }
            source.addProperty("secret", Json.text(Json.object(answer.object(), "metadata"), "secret"));
            operations.run(what, "POST", http.at("images"), request);
        }
    }

    private static Optional<String> certificate(BaseReference reference, LxdRemotes.Remote remote) {
        Optional<Path> file = remote.serverCertificate();
        try {
            return file.isEmpty() ? Optional.empty() : Optional.of(Files.readString(file.get()));
        } catch (IOException e) {
            throw ImageProblems.remotesFile(reference, file.get(), String.valueOf(e.getMessage()));
        }
    }
}
