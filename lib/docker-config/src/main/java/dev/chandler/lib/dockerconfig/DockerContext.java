package dev.chandler.lib.dockerconfig;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A place that the user has given a name with {@code docker context create}.
 *
 * @param name its name
 * @param host the daemon's address, as {@code DOCKER_HOST} takes it; empty for the usual socket
 * @param skipTlsVerify whether any certificate of the daemon will do
 * @param tls the folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}, of which any may be missing; empty
 *     where the context has none
 */
public record DockerContext(String name, String host, boolean skipTlsVerify, Optional<Path> tls) {}
