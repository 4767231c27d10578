package dev.chandler.api.engine;

import org.apiguardian.api.API;

/**
 * What an instance can reach.
 *
 * @param kind which network
 * @param name the engine's name of it, for {@link Kind#NAMED} alone; else empty
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Network(Kind kind, String name) {

    /** Which network. */
    public enum Kind {
        /** What the engine gives by itself. */
        DEFAULT,
        /** Nothing but the instance itself. */
        NONE,
        /** That of the machine on which the engine runs. */
        HOST,
        /** One that the engine knows by a name. */
        NAMED
    }

    /** What the engine gives by itself. */
    public static final Network DEFAULT = new Network(Kind.DEFAULT, "");

    /**
     * Reads what a manifest says.
     *
     * @param text {@code default}, {@code none}, {@code host}, or a name
     * @return the network
     */
    public static Network of(String text) {
        return switch (text) {
            case "default" -> DEFAULT;
            case "none" -> new Network(Kind.NONE, "");
            case "host" -> new Network(Kind.HOST, "");
            default -> new Network(Kind.NAMED, text);
        };
    }

    /** As a manifest says it. */
    @Override
    public String toString() {
        return switch (kind) {
            case DEFAULT -> "default";
            case NONE -> "none";
            case HOST -> "host";
            case NAMED -> name;
        };
    }
}
