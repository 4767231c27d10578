package dev.chandler.lib.oci.tar;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The records of an extended header, each a length, a name and a value, which may be any bytes. */
final class PaxRecords {

    private PaxRecords() {}

    static Map<String, String> read(String text) throws IOException {
        Map<String, String> records = new HashMap<>();
        int at = 0;
        while (at < text.length() && text.charAt(at) != '\0') {
            int space = text.indexOf(' ', at);
            int equals = text.indexOf('=', at);
            int end = space < 0 ? -1 : at + length(text.substring(at, space));
            if (space < 0
                    || equals < space
                    || end > text.length()
                    || end <= equals + 1
                    || text.charAt(end - 1) != '\n') {
                throw new IOException("not a tar archive: an extended header is no list of records");
            }
            records.put(text.substring(space + 1, equals), text.substring(equals + 1, end - 1));
            at = end;
        }
        return records;
    }

    private static int length(String digits) throws IOException {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IOException("not a tar archive: a record's length is \"" + digits + "\"", e);
        }
    }

    static String write(Map<String, String> records) {
        StringBuilder text = new StringBuilder();
        records.forEach((name, value) -> text.append(record(name, value)));
        return text.toString();
    }

    /** The length counts its own digits. */
    private static String record(String name, String value) {
        String rest = " " + name + "=" + value + "\n";
        int length = rest.length() + Integer.toString(rest.length()).length();
        int whole = rest.length() + Integer.toString(length).length();
        return whole + rest;
    }

    static boolean isAttribute(String name) {
        return name.startsWith("SCHILY.xattr.") || name.startsWith("SCHILY.acl.");
    }
}
