/** The part of a manifest that a plugin reads: a tree of text, lists and maps in which every node knows its place. */
@NullMarked
package dev.chandler.api.settings;

import org.jspecify.annotations.NullMarked;
