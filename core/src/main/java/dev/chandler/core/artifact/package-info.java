/** What the image is to say about itself. */
@NullMarked
package dev.chandler.core.artifact;

import org.jspecify.annotations.NullMarked;
