/**
 * The provisioner {@code consul-template}: files that consul-template renders on the client, with values of Consul that it
 * reads through a relay, and that are put into the instance.
 */
@NullMarked
package dev.chandler.provisioner.consultemplate;

import org.jspecify.annotations.NullMarked;
