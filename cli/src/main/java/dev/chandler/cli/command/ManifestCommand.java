package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.core.manifest.ManifestRequest;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** What commands about one manifest have: which one it is, its variables, and its project's plugins. */
abstract class ManifestCommand extends ChandlerCommand {

    @Mixin
    private ManifestOptions manifest = new ManifestOptions();

    @Mixin
    private LockedOption locked = new LockedOption();

    @Mixin
    private FetchingOptions fetching = new FetchingOptions();

    ManifestCommand(Console console) {
        super(console);
    }

    @Override
    protected Path project() {
        return manifest.project(console());
    }

    @Override
    protected boolean locked() {
        return locked.isGiven();
    }

    @Override
    protected FetchOptions fetching() {
        return fetching.options();
    }

    ManifestOptions manifest() {
        return manifest;
    }

    /** The manifest that is named, or that of the folder. */
    ManifestRequest request() {
        return manifest.request(console());
    }
}
