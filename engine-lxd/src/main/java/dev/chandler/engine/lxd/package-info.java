/**
 * LXD and Incus, by their REST API.
 *
 * <p>{@code LxdEngine} is what Chandler sees; {@code LxdHttp} is all that is said to the daemon. What a daemon can do is asked
 * of its API extensions, never of its version. Sources: LXD 5.0, {@code doc/rest-api.yaml}, {@code doc/api-extensions.md},
 * {@code doc/instance-exec.md}. Depends on {@code dev.chandler.api}, {@code lib} modules, OkHttp, Gson, commons-compress.
 */
@NullMarked
package dev.chandler.engine.lxd;

import org.jspecify.annotations.NullMarked;
