package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.Location;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One file that is to be made.
 *
 * @param text the template
 * @param destination the path as written
 * @param destinationLocation where that was written
 * @param perms the permissions; empty for those of the file that is there
 * @param user its owner, a number or a name; empty for that of the file that is there
 * @param group its group, likewise
 * @param backup whether the file that is there is kept
 * @param delimiters what stands around an action
 * @param errorOnMissingKey whether a map's missing entry is an error
 * @param denied functions that it may not call, besides those that none may
 * @param raw whether it is placed as it is
 */
record TemplateSettings(
        TemplateText text,
        String destination,
        Location destinationLocation,
        OptionalInt perms,
        Optional<String> user,
        Optional<String> group,
        boolean backup,
        Delimiters delimiters,
        boolean errorOnMissingKey,
        List<String> denied,
        boolean raw) {

    /** What stands around an action. */
    record Delimiters(String left, String right) {

        static final Delimiters USUAL = new Delimiters("{{", "}}");
    }

    /** Whether consul-template is needed for it. */
    boolean isRendered() {
        return !raw && text.contains(delimiters.left());
    }

    /** Whether it may read files of the client, which are known only when it has. */
    boolean readsFiles() {
        return isRendered() && text.contains("file");
    }

    /**
     * The bytes that consul-template gets, which are to differ from those of others: it renders one content once.
     *
     * @param number one that no other template of the step has
     * @param same whether another one has the same content
     */
    byte[] unique(int number, boolean same) {
        if (!same) {
            return text.bytes();
        }
        byte[] bytes = text.bytes();
        byte[] comment =
                (delimiters.left() + "/* " + number + " */" + delimiters.right()).getBytes(StandardCharsets.UTF_8);
        byte[] both = new byte[bytes.length + comment.length];
        System.arraycopy(bytes, 0, both, 0, bytes.length);
        System.arraycopy(comment, 0, both, bytes.length, comment.length);
        return both;
    }

    /** The absolute path in the instance. */
    String path(String workdir) {
        return Path.of(workdir).resolve(destination).normalize().toString();
    }

    /** All of it that the result depends on, but for the text. */
    Map<String, String> described() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("destination", destination);
        perms.ifPresent(mode -> fields.put("perms", "%04o".formatted(mode)));
        user.ifPresent(name -> fields.put("user", name));
        group.ifPresent(name -> fields.put("group", name));
        fields.put("backup", String.valueOf(backup));
        if (isRendered()) {
            fields.put("left_delimiter", delimiters.left());
            fields.put("right_delimiter", delimiters.right());
            fields.put("error_on_missing_key", String.valueOf(errorOnMissingKey));
            fields.put("function_denylist", String.join(" ", denied));
        }
        return fields;
    }
}
