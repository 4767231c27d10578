/** The provisioners that every manifest has: {@code exec} runs plain commands, {@code copy} brings files of the client. */
@NullMarked
package dev.chandler.provisioner.exec;

import org.jspecify.annotations.NullMarked;
