package dev.chandler.api.artifact;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How a container of an image is asked whether it is well.
 *
 * <p>As {@code Healthcheck} in Docker's image config; what is empty is left to whoever runs the container.
 *
 * @param test {@code CMD} and words to be run, {@code CMD-SHELL} and one text for the image's shell, or {@code NONE}
 *     alone, which takes away what a base has
 * @param interval the time between two questions
 * @param timeout how long an answer may take
 * @param startPeriod how long the container may take to start, in which bad answers don't count
 * @param startInterval the time between two questions while it starts
 * @param retries how many bad answers in a row make it unhealthy
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Healthcheck(
        List<String> test,
        Optional<Duration> interval,
        Optional<Duration> timeout,
        Optional<Duration> startPeriod,
        Optional<Duration> startInterval,
        Optional<Integer> retries) {

    /** No health check, whatever the base has. */
    public static final Healthcheck NONE = new Healthcheck(
            List.of("NONE"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Makes a health check.
     *
     * @param test copied
     * @param interval the time between two questions
     * @param timeout how long an answer may take
     * @param startPeriod how long the container may take to start
     * @param startInterval the time between two questions while it starts
     * @param retries how many bad answers in a row make it unhealthy
     */
    public Healthcheck {
        test = List.copyOf(test);
    }
}
