/**
 * States carried to other engines and machines, with what is known of them: written into a store of blobs, and kept again from
 * one.
 */
@NullMarked
package dev.chandler.core.transfer;

import org.jspecify.annotations.NullMarked;
