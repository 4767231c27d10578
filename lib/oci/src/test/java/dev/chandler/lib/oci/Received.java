package dev.chandler.lib.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chandler.api.engine.ImageReceiver;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Keeps what comes of an image as text. */
final class Received implements ImageReceiver {

    final List<String> layers = new ArrayList<>();
    String config = "";

    static Received of(ImageFile image) throws IOException {
        Received received = new Received();
        image.giveTo(received);
        return received;
    }

    @Override
    public void config(byte[] json) {
        config = new String(json, UTF_8);
    }

    @Override
    public void layer(InputStream tar) throws IOException {
        layers.add(new String(tar.readAllBytes(), UTF_8));
    }
}
