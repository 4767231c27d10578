/**
 * Docker Engine, by its API of 1.41 and newer.
 *
 * <p>{@code DockerEngine} is what Chandler sees. What happens without change of anything (is the image there, is the
 * checkpoint there) goes straight over {@code DockerHttp}; all else goes through {@code DockerDriver}, behind which
 * docker-java is, loaded when it is first needed. Depends on {@code dev.chandler.api}, {@code lib} modules, docker-java,
 * OkHttp, Gson and SLF4J.
 */
@NullMarked
package dev.chandler.engine.docker;

import org.jspecify.annotations.NullMarked;
