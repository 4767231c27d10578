package dev.chandler.core.plugin;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Java a class was compiled for. */
final class JavaLevel {

    private static final int JAVA_1_MAJOR = 44;
    private static final Pattern VERSION = Pattern.compile("class file version (\\d+)");

    private JavaLevel() {}

    /**
     * Reads it from how the class file begins.
     *
     * @param head its first eight bytes
     * @return the Java version; 0 if this is no class file
     */
    static int of(byte[] head) {
        return head.length < JarReader.HEAD_BYTES ? 0 : Math.max(0, major(head) - JAVA_1_MAJOR);
    }

    private static int major(byte[] head) {
        return ((head[6] & 0xFF) << 8) | (head[7] & 0xFF);
    }

    /**
     * Reads it from what a JVM says that refuses the class.
     *
     * @param refused what it says
     * @return the Java version, if it is said
     */
    static OptionalInt of(UnsupportedClassVersionError refused) {
        // "... (class file version 69.0), this version of the Java Runtime only recognizes class file versions up to
        // 61.0"
        Matcher version = VERSION.matcher(String.valueOf(refused.getMessage()));
        return version.find() ? OptionalInt.of(Integer.parseInt(version.group(1)) - JAVA_1_MAJOR) : OptionalInt.empty();
    }
}
