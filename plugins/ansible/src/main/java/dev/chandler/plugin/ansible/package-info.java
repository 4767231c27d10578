/** The provisioner {@code ansible}: a playbook, run by the client's ansible-playbook, which reaches the instance by the communicator. */
@NullMarked
package dev.chandler.plugin.ansible;

import org.jspecify.annotations.NullMarked;
