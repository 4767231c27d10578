package dev.chandler.cli;

import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.ProvisionException;

/** The exit codes of all commands. */
public enum ExitCode {
    /** Everything asked for was done. */
    DONE(0),
    /** A step or a test failed. */
    STEP_FAILED(1),
    /** The command line or the manifest is wrong; nothing was started. */
    USAGE(2),
    /** An engine, a registry, a plugin, a folder: something around Chandler. */
    ENVIRONMENT(3),
    /** A bug of ours. */
    BUG(4),
    /** Ctrl-C or SIGTERM. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /**
     * The number.
     *
     * @return 0 to 255
     */
    public int code() {
        return code;
    }

    /**
     * Says which code an error ends with.
     *
     * @param error what was thrown
     * @return the code
     */
    public static ExitCode of(Throwable error) {
        if (error instanceof InterruptedException) {
            return INTERRUPTED;
        }
        if (error instanceof ChandlerException known) {
            return of(known);
        }
        return BUG;
    }

    private static ExitCode of(ChandlerException error) {
        if (error instanceof ManifestException) {
            return USAGE;
        }
        if (error instanceof ProvisionException) {
            return STEP_FAILED;
        }
        if (error instanceof EngineException || error instanceof PluginException || error instanceof CacheException) {
            return ENVIRONMENT;
        }
        throw new IllegalStateException("no exit code for " + error.getClass());
    }
}
