package dev.chandler.lib.registry;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;

/** Why an image did not get to a registry, in the words that a user is told. */
public enum PushRefusal {
    /** Nobody, or somebody who may not push there. */
    LOGIN("CH-OUTPUT-010", "log in with \"docker login %1$s\" as somebody who may push there, or check the name"),
    /** It takes nothing. */
    READ_ONLY(
            "CH-OUTPUT-011",
            "the registry takes nothing at present, or never: ask whoever runs it, or push to another"),
    /** It is not who it has to be. */
    CERTIFICATE(
            "CH-OUTPUT-012",
            "put the certificate of the registry's authority on %2$s, as /etc/docker/certs.d/%1$s/ca.crt"),
    /** It cannot be reached, or went away. */
    UNREACHABLE("CH-OUTPUT-013", "see that %2$s reaches the registry; a new build pushes only what is missing"),
    /** Whatever else it says. */
    OTHER("CH-OUTPUT-014", "what it says is the registry's own, or the engine's; their logs may say more");

    private final String code;
    private final String remedy;

    PushRefusal(String code, String remedy) {
        this.code = code;
        this.remedy = remedy;
    }

    /**
     * Words it.
     *
     * @param reference the whole name that the image was to have
     * @param registry the registry's host, and port where one is named
     * @param machine from where it was pushed, such as {@code this machine}
     * @param words what was said
     * @return the error
     */
    public EngineException of(String reference, String registry, String machine, String words) {
        return new EngineException(Problem.of(code, "cannot push \"" + reference + "\"")
                .because(words)
                .remedy(String.format(remedy, registry, machine)));
    }
}
