package dev.chandler.engine.docker;

/** Finds out what an image published over another takes over from it. */
interface BaseOrigins {

    BaseOrigin of(ImageFacts image) throws InterruptedException;
}
