/**
 * Images as files: <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-layout.md">OCI image
 * layouts</a>, and archives as {@code docker load} takes them; written, and read again.
 *
 * <p>What is written is whole or not there. Depends on {@code api}, Gson and commons-compress alone.
 */
@NullMarked
package dev.chandler.lib.oci;

import org.jspecify.annotations.NullMarked;
