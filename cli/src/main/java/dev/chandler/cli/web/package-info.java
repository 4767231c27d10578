/** What is had from web servers, whatever it is for. */
@NullMarked
package dev.chandler.cli.web;

import org.jspecify.annotations.NullMarked;
