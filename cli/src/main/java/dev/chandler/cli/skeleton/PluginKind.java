package dev.chandler.cli.skeleton;

import java.util.List;
import java.util.Locale;

/** What a new plugin provides. */
public enum PluginKind {
    /** An engine, as yet unwritten. */
    ENGINE,

    /** A provisioner that works. */
    PROVISIONER;

    /**
     * The kind, as it is written on the command line.
     *
     * @return for example {@code engine}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What stands in the plugin's headers for what it does. */
    String description() {
        return this == ENGINE ? "An engine that is not written yet." : "Writes a text into a file of the image.";
    }

    /** The header that names what it provides. */
    String header() {
        return this == ENGINE ? "Chandler-Engines" : "Chandler-Provisioners";
    }

    /** The interface that it is found by. */
    String service() {
        return this == ENGINE ? "dev.chandler.api.engine.EngineFactory" : "dev.chandler.api.provision.Provisioner";
    }

    /** The ends of the names of its classes, that of the service first. */
    List<String> classes() {
        return this == ENGINE ? List.of("EngineFactory", "Engine", "Instance") : List.of("Provisioner", "Step");
    }
}
