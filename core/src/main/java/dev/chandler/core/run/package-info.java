/** The walk and the state machine: the only code that makes an instance do anything. */
@NullMarked
package dev.chandler.core.run;

import org.jspecify.annotations.NullMarked;
