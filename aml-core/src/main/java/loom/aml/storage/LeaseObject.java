package loom.aml.storage;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The object that records the holder of a lease. A target implements nothing else for leases. An object store uses
 * conditional requests ({@code If-Match} and {@code If-None-Match} in S3, {@code ifGenerationMatch} in GCS).
 */
public interface LeaseObject {

    /** Reads the object; empty if it does not exist. */
    Optional<Content> read() throws IOException;

    /**
     * Stores the object if it has not changed since it was read.
     *
     * @param seen the content that was read
     * @return the stored object; empty if it had changed
     */
    Optional<Content> replace(Optional<Content> seen, byte[] text) throws IOException;

    /**
     * The object as it was read.
     *
     * @param version differs each time the object is stored, such as an entity tag
     */
    record Content(byte[] text, String version) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Content content
                    && version.equals(content.version)
                    && Arrays.equals(text, content.text);
        }

        @Override
        public int hashCode() {
            return version.hashCode() + Arrays.hashCode(text);
        }
    }
}
