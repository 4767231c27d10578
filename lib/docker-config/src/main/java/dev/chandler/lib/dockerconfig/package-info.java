/**
 * What the user has told the {@code docker} client: contexts, and credentials of registries.
 *
 * <p>Reads the files of
 * <a href="https://docs.docker.com/reference/cli/docker/#configuration-files">the client's configuration folder</a> and
 * runs its credential helpers; changes nothing. Depends on {@code api} and Gson alone.
 */
@NullMarked
package dev.chandler.lib.dockerconfig;

import org.jspecify.annotations.NullMarked;
