package loom.aml.connect;

import org.jspecify.annotations.Nullable;

/**
 * A planned change of a configuration file.
 *
 * @param content the new content
 * @param extent the outermost thing that it adds
 * @param tail the white space that is added after it; null if it replaces an entry
 * @param former the entry of another program that it replaces; null if none
 */
public record ConfigChange(
        byte[] content,
        Extent extent,
        @Nullable String tail,
        @Nullable String former) {}
