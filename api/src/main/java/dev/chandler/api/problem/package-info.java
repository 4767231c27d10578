/** What went wrong, as data: every error of Chandler carries problems that say what, where, why and what to do. */
@NullMarked
package dev.chandler.api.problem;

import org.jspecify.annotations.NullMarked;
