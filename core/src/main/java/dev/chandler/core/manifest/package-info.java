/** The first arrow: from {@code chandler.yml} to a manifest, with every problem at its place. Asks no engine. */
@NullMarked
package dev.chandler.core.manifest;

import org.jspecify.annotations.NullMarked;
