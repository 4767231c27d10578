package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;

/** Finds images by alias or fingerprint. Thread-safe. */
final class LxdImages {

    private final LxdHttp http;
    private final Platform platform;

    LxdImages(LxdHttp http, Platform platform) {
        this.http = http;
        this.platform = platform;
    }

    Base resolve(BaseReference reference) throws InterruptedException {
        String name = reference.toString();
        LxdAnswer alias = http.get(http.at("images", "aliases", name));
        String fingerprint = alias.ok() ? Json.text(alias.object(), "target") : name;
        LxdAnswer image = http.get(http.at("images", fingerprint));
        if (!image.ok()) {
            throw LxdProblems.baseNotFound(reference, image.words());
        }
        return base(reference, image.object());
    }

    private Base base(BaseReference reference, JsonObject image) {
        Digest digest = new Digest(Json.text(image, "fingerprint"));
        return new Base(reference, digest, platform, ImageConfig.EMPTY, 0, true);
    }

    /** Which image instances of a base are made of. */
    String fingerprint(Base base) throws InterruptedException {
        return base.digest().hex();
    }
}
