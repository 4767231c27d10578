package dev.chandler.cli;

/** The version of this build of Chandler. */
public final class Version {

    private Version() {}

    /**
     * The version.
     *
     * @return as in the jar's manifest; {@code dev} where the classes are in no jar
     */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
