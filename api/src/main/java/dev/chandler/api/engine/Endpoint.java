package dev.chandler.api.engine;

import org.apiguardian.api.API;

/**
 * One place where an engine may run.
 *
 * @param address a URI such as {@code unix:///run/docker.sock}
 * @param origin where the address was found, in words for the user: {@code --endpoint}, {@code DOCKER_HOST},
 *     {@code default}
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Endpoint(String address, String origin) {

    /**
     * Both parts, for people.
     *
     * @return {@code address (origin)}
     */
    @Override
    public String toString() {
        return address + " (" + origin + ")";
    }
}
