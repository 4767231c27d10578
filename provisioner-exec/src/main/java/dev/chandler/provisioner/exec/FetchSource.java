package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.StepContext;
import dev.chandler.lib.files.FileTree;
import dev.chandler.lib.files.FileTreeException;

/** Where a file comes from that is fetched. */
interface FetchSource {

    /** A file that is here; whoever gets it closes it, and it may be gone then. */
    interface Fetched extends AutoCloseable {

        FileTree tree();

        /** Of what is here. */
        Digest digest() throws InterruptedException;

        /** Words that the file is to blame for what went wrong. */
        ProvisionException failed(FileTreeException cause);

        @Override
        void close();
    }

    /** In words, without what nobody should read. */
    String words();

    /** What the file is called where the target is a directory. */
    String name();

    /** The permissions where nothing is said about them. */
    int mode();

    /**
     * The digest where the manifest has none.
     *
     * @throws IllegalStateException if it has to have one
     */
    Digest digest() throws InterruptedException;

    /** Gets the file. */
    Fetched fetch(StepContext context) throws InterruptedException;
}
