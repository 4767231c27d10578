package dev.chandler.core.toolbox;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.ToolboxContent;
import dev.chandler.core.manifest.InstanceSection;
import dev.chandler.core.manifest.ToolboxSource;

/**
 * Tools of which it is known which they are.
 *
 * @param source where they come from
 * @param digest what they are known by, on every engine
 * @param content reads them, where the engine has not got them yet
 */
public record Toolbox(ToolboxSource source, Digest digest, ToolboxContent content) {

    /** Where instances have their tools; a mount point below {@code /dev} is in no image. */
    public static final String PLACE = "/dev/chandler-tools";

    /**
     * Has instances mount the tools.
     *
     * @param instance how they are to be otherwise
     * @return another section
     */
    public InstanceSection in(InstanceSection instance) {
        return instance.withTools(source, new Mount.Toolbox(digest, PLACE));
    }
}
