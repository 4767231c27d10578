package dev.chandler.lib.oci;

import dev.chandler.lib.oci.tar.RewrittenTar;
import dev.chandler.lib.oci.tar.TarHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A folder as overlayfs has left it, as the layer of an image: the same bytes for the same files, on whatever day, in whatever
 * folder.
 *
 * <p>Names are in the order of their bytes. No file is younger than a given time. Of attributes only {@code security.capability}
 * is kept, as when Docker commits. The root itself is left out, as it is by Docker. Used once, by one thread.
 */
public final class OverlayPacking {

    private static final String CAPABILITY = "SCHILY.xattr.security.capability";
    private static final int WHITEOUT_MODE = 0600;

    private final long latest;
    private final Predicate<String> kept;
    private final Set<String> gone = new HashSet<>();

    private OverlayPacking(Instant latest, Predicate<String> kept) {
        this.latest = latest.getEpochSecond();
        this.kept = kept;
    }

    /**
     * Packs a folder.
     *
     * @param tar packs it as it is
     * @param folder what overlayfs has as {@code upperdir}, mounted without {@code redirect_dir} and {@code metacopy}
     * @param latest the time that younger files have; in whole seconds
     * @param kept says of paths, relative and without a slash at the end, whether they are in the layer, given as bytes, one a
     *     character
     * @return an uncompressed tar stream, which the caller closes; reading it fails where not all of it can be had
     * @throws IOException if tar cannot be started
     */
    public static InputStream open(GnuTar tar, Path folder, Instant latest, Predicate<String> kept) throws IOException {
        OverlayPacking packing = new OverlayPacking(latest, kept);
        return new RewrittenTar(tar.pack(folder), packing::packed);
    }

    private List<TarHeader> packed(TarHeader found) throws IOException {
        String name = name(found.name());
        String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (path.isEmpty() || !kept.test(path)) {
            return List.of();
        }
        // One device may serve for all that is gone, and tar has it for another name of the first.
        boolean another = found.type() == TarHeader.HARD_LINK;
        if (OverlayForm.isWhiteout(found) || (another && gone.contains(name(found.link())))) {
            gone.add(path);
            return List.of(whiteout(
                    parent(path) + Whiteout.PREFIX + path.substring(parent(path).length())));
        }
        requirePackable(found, path);
        TarHeader header = plain(found, name);
        return header.type() == TarHeader.DIRECTORY && OverlayForm.isOpaque(found)
                ? List.of(header, whiteout(name + Whiteout.OPAQUE))
                : List.of(another ? header.leadingTo(name(found.link())) : header);
    }

    private TarHeader plain(TarHeader found, String name) {
        String capability = found.attributes().get(CAPABILITY);
        return found.named(name)
                .attributed(capability == null ? Map.of() : Map.of(CAPABILITY, capability))
                .changedAt(Long.toString(Math.min(latest, seconds(found.modified()))));
    }

    private static long seconds(String time) {
        int dot = time.indexOf('.');
        return Long.parseLong(dot < 0 ? time : time.substring(0, dot));
    }

    private TarHeader whiteout(String name) {
        return TarHeader.file(name, 0).owned(0, 0, WHITEOUT_MODE).changedAt(Long.toString(latest));
    }

    private static void requirePackable(TarHeader found, String path) throws IOException {
        if (OverlayForm.isElsewhere(found)) {
            throw new IOException("\"" + found.shown()
                    + "\" is in part in a layer below: it was mounted with redirect_dir or metacopy");
        }
        if (Whiteout.is(path.substring(parent(path).length()))) {
            throw new IOException("\"" + found.shown()
                    + "\" cannot be in an image: there, such a name says that another file is gone");
        }
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static String name(String found) {
        return found.startsWith("./") ? found.substring(2) : found;
    }
}
