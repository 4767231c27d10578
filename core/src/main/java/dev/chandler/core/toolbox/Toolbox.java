package dev.chandler.core.toolbox;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.ToolboxContent;
import dev.chandler.api.provision.DevFolder;
import dev.chandler.core.manifest.InstanceSection;
import dev.chandler.core.manifest.ToolboxSource;
import java.util.Optional;

/**
 * Tools of which it is known which they are.
 *
 * @param source where they come from
 * @param digest what they are known by, on every engine
 * @param content reads them, where the engine has not got them yet
 * @param shell says where the shell is among them
 */
public record Toolbox(ToolboxSource source, Digest digest, ToolboxContent content, Shell shell) {

    /** Where instances have their tools; what is mounted there is in no image. */
    public static final String PLACE = DevFolder.TOOLBOX;

    /** Where commands find tools that somebody has asked for, too, unless something else is there. */
    public static final String LINK = "/tools";

    /** Looks for a shell among tools. */
    @FunctionalInterface
    public interface Shell {

        /**
         * Looks.
         *
         * @return its path, relative to the tools
         * @throws InterruptedException if cancelled
         */
        Optional<String> find() throws InterruptedException;
    }

    /**
     * Whether somebody has asked for these tools, so that steps are to know of them.
     *
     * @return false for a shell that a base needs
     */
    public boolean named() {
        return !(source instanceof ToolboxSource.StaticShell);
    }

    /**
     * Has instances mount the tools.
     *
     * @param instance how they are to be otherwise
     * @return another section
     */
    public InstanceSection in(InstanceSection instance) {
        return instance.withTools(
                source, new Mount.Toolbox(digest, PLACE, Optional.of(LINK).filter(link -> named())));
    }
}
