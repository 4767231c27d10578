/**
 * The product as a stranger uses it: the built distribution's launcher as a process, against a real Docker daemon.
 *
 * <p>What is asserted is what a stranger can see: exit code, output, files, and what the daemon says of itself. Nothing
 * here calls a class of Chandler's but for the testkit's.
 */
package dev.chandler.cli.e2e;
