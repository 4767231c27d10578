package dev.chandler.engine.docker;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.engine.ImageReceiver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Gives out what {@code docker save} packs, part by part as it comes. Thread-safe. */
final class DockerExporter {

    private final DockerHttp http;
    private final DockerDriver driver;
    private final DockerImages images;

    DockerExporter(DockerHttp http, DockerDriver driver, DockerImages images) {
        this.http = http;
        this.driver = driver;
        this.images = images;
    }

    void export(Artifact artifact, ImageReceiver receiver) throws IOException, InterruptedException {
        String id = artifact.id().toString();
        SavedParts parts = SavedParts.of(images.get(id));
        try (FailureRemembered archive = new FailureRemembered(new BufferedInputStream(driver.save(id), 1 << 16))) {
            TarArchiveInputStream tar = new TarArchiveInputStream(archive, "UTF-8");
            FailureRemembered content = new FailureRemembered(tar);
            for (Optional<TarArchiveEntry> entry = next(tar); entry.isPresent(); entry = next(tar)) {
                give(parts.part(entry.get()), content, receiver);
            }
        }
    }

    private Optional<TarArchiveEntry> next(TarArchiveInputStream tar) throws InterruptedException {
        try {
            return Optional.ofNullable(tar.getNextEntry());
        } catch (IOException e) {
            throw http.failure(e);
        }
    }

    private void give(SavedParts.Part part, FailureRemembered content, ImageReceiver receiver)
            throws IOException, InterruptedException {
        try {
            switch (part) {
                case CONFIG -> receiver.config(content.readAllBytes());
                case LAYER -> receiver.layer(content);
                case OTHER -> {}
            }
        } catch (IOException e) {
            if (content.failure().isPresent()) {
                throw http.failure(content.failure().get());
            }
            throw e;
        }
    }

    /** Remembers why reading failed, so that it can be told from a failure of whoever reads. */
    private static final class FailureRemembered extends InputStream {

        private final InputStream in;
        private Optional<IOException> failure = Optional.empty();

        FailureRemembered(InputStream in) {
            this.in = in;
        }

        Optional<IOException> failure() {
            return failure;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                failure = Optional.of(e);
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
