package dev.chandler.engine.docker;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import okhttp3.Request;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Links of containers on Podman, which packs what a link leads to where it is asked for the link. */
final class PodmanLinks {

    /** Go's bit for a link in a file's mode. */
    private static final long LINK = 1L << 27;

    private PodmanLinks() {}

    static boolean isLink(DockerHttp http, String container, String path) throws InterruptedException {
        Request head = new Request.Builder()
                .head()
                .url(http.at("containers/" + container + "/archive")
                        .newBuilder()
                        .addQueryParameter("path", path)
                        .build())
                .build();
        String told = http.ask(head, Patience.WORK).headers().get("X-Docker-Container-Path-Stat");
        if (told == null) {
            return false;
        }
        String json = new String(Base64.getMimeDecoder().decode(told), StandardCharsets.UTF_8);
        JsonObject stat = JsonParser.parseString(json).getAsJsonObject();
        return stat.has("mode") && (stat.get("mode").getAsLong() & LINK) != 0;
    }

    /** Looks a link up in the archive of its directory, where links are packed as links. */
    static Optional<InputStream> read(InputStream directory, String name) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(directory, StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String[] parts = entry.getName().split("/", -1);
                if (entry.isSymbolicLink() && parts.length == 2 && parts[1].equals(name)) {
                    return Optional.of(archive(entry, name));
                }
            }
        }
        return Optional.empty();
    }

    private static InputStream archive(TarArchiveEntry link, String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            link.setName(name);
            tar.putArchiveEntry(link);
            tar.closeArchiveEntry();
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
