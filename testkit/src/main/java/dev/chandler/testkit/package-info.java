/**
 * What plugins and runs are proven with: contracts to extend, fakes that keep everything in memory, recorders, leak
 * checks, golden files. Depends on {@code api}, JUnit and AssertJ; never on {@code core} or an engine.
 */
@NullMarked
package dev.chandler.testkit;

import org.jspecify.annotations.NullMarked;
