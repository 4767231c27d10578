package dev.chandler.lib.oci;

import dev.chandler.lib.oci.tar.TarHeader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How overlayfs has it in a folder's attributes that nothing of the layers below shows through.
 *
 * <p>Source: <a href="https://docs.kernel.org/filesystems/overlayfs.html">the kernel's documentation</a>, "whiteouts and opaque
 * directories" and "User xattr".
 */
public enum OverlayForm {
    /** As root mounts it. */
    TRUSTED("trusted.overlay."),
    /** As it is mounted with the option {@code userxattr}, by a user in a namespace of their own. */
    USER("user.overlay.");

    private static final String XATTR = "SCHILY.xattr.";

    /** Programs may have these of theirs; all else is the kernel's or this machine's own. */
    private static final Set<String> SPACES = Set.of(XATTR + "user.", XATTR + "security.");

    private final String prefix;

    OverlayForm(String prefix) {
        this.prefix = XATTR + prefix;
    }

    /** The folder, with nothing showing through it. */
    TarHeader opaque(TarHeader folder) {
        Map<String, String> attributes = new TreeMap<>(folder.attributes());
        attributes.put(prefix + "opaque", "y");
        return folder.attributed(attributes);
    }

    /** What is a layer's own, without what would tell overlayfs, or this machine, anything. */
    static TarHeader own(TarHeader header) {
        Map<String, String> attributes = new TreeMap<>(header.attributes());
        attributes
                .keySet()
                .removeIf(
                        name -> name.startsWith(USER.prefix) || SPACES.stream().noneMatch(name::startsWith));
        return attributes.size() == header.attributes().size() ? header : header.attributed(attributes);
    }

    /** Whether nothing shows through a folder, whoever mounted it. */
    static boolean isOpaque(TarHeader folder) {
        return has(folder, "opaque", "y");
    }

    /** Whether a part of a file or folder is not where it is, but in a layer below. */
    static boolean isElsewhere(TarHeader header) {
        return has(header, "redirect", "") || has(header, "metacopy", "");
    }

    private static boolean has(TarHeader header, String name, String value) {
        for (OverlayForm form : values()) {
            String found = header.attributes().get(form.prefix + name);
            if (found != null && found.startsWith(value)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a header is that of a device by which overlayfs knows that something is gone. */
    static boolean isWhiteout(TarHeader header) {
        return header.type() == TarHeader.CHARACTER_DEVICE && header.major() == 0 && header.minor() == 0;
    }

    static TarHeader whiteout(String name) {
        return new TarHeader(name, TarHeader.CHARACTER_DEVICE, "", 0, 0, 0, 0, "0", 0, 0, Map.of());
    }
}
