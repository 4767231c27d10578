package dev.chandler.cli.command;

import dev.chandler.core.PlanOptions;
import dev.chandler.core.engine.PullPolicy;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** For which platform a manifest is planned, and whether anything of the cache may be used. */
final class CacheOptions {

    @Option(names = "--no-cache", order = 23, description = "Run everything, whatever the cache has.")
    private boolean noCache;

    @Mixin
    private PlatformOption platform = new PlatformOption();

    /**
     * Refuses what cannot be read.
     *
     * @param command whose options they are
     * @param environment where the platform may stand
     */
    void requireReadable(CommandLine command, Map<String, String> environment) {
        platform.requireReadable(command, environment);
    }

    /** All of a manifest. */
    PlanOptions whole(PullPolicy pull, Map<String, String> environment) {
        return new PlanOptions(Optional.empty(), true, !noCache, pull, platform.of(environment));
    }
}
