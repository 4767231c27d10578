package dev.chandler.provisioner.consultemplate;

/** Where consul-template runs; the files are the same. */
enum Where {
    /** On the client. */
    CLIENT,
    /** In the instance, which has to have it. */
    INSTANCE,
    /** In the instance, if that has it and can reach the relay; else on the client. */
    INSTANCE_IF_POSSIBLE
}
