/**
 * The provisioners that every manifest has: {@code exec} runs plain commands and scripts, {@code copy} brings files of the
 * client, {@code fetch} those of the web.
 */
@NullMarked
package dev.chandler.provisioner.exec;

import org.jspecify.annotations.NullMarked;
