/**
 * FreeMarker in a sandbox, so that a value can never become structure.
 *
 * <p>Every piece of text of a template is marked with its place before FreeMarker sees it, and every interpolation leaves
 * a mark in place of its value. What FreeMarker then writes is put together from marks alone: text that carries none is
 * a value, whatever way it took. Depends on {@code source}, {@code value} and {@code yaml}'s input type.
 */
@NullMarked
package dev.chandler.core.manifest.template;

import org.jspecify.annotations.NullMarked;
