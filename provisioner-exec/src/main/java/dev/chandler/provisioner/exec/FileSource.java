package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.StepContext;
import dev.chandler.lib.files.FileTree;
import dev.chandler.lib.files.FileTreeException;

/** A file that the client has. */
record FileSource(HostFile file) implements FetchSource {

    @Override
    public String words() {
        return file.from();
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public int mode() {
        return file.tree().root().mode();
    }

    @Override
    public Digest digest() throws InterruptedException {
        return file.digest();
    }

    @Override
    public Fetched fetch(StepContext context) {
        return new Fetched() {

            @Override
            public FileTree tree() {
                return file.tree();
            }

            @Override
            public Digest digest() throws InterruptedException {
                return file.digestNow();
            }

            @Override
            public ProvisionException failed(FileTreeException cause) {
                return file.failed(cause);
            }

            @Override
            public void close() {
                // It is the user's, and stays.
            }
        };
    }
}
