package dev.chandler.lib.dockerconfig;

/**
 * What a registry is shown.
 *
 * @param username empty where the secret is an identity token
 * @param secret a password or an identity token; never to be printed
 */
public record Credentials(String username, String secret) {

    /**
     * Whether the secret is a token that stands for a user, not a password.
     *
     * @return true for an identity token
     */
    public boolean identityToken() {
        return username.isEmpty();
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "Credentials[" + (identityToken() ? "identity token" : username) + "]";
    }
}
