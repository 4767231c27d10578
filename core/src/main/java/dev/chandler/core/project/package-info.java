/** Projects of several builds: which there are, in which order they go, and what they leave for each other. */
@NullMarked
package dev.chandler.core.project;

import org.jspecify.annotations.NullMarked;
