package loom.aml.storage;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The object that says who holds a lease. It is all that a target has to implement: an object store does so by conditional requests
 * ({@code If-Match} and {@code If-None-Match} in S3, {@code ifGenerationMatch} in GCS).
 */
public interface LeaseObject {

    /** Reads the object; empty if it does not exist. */
    Optional<Content> read() throws IOException;

    /**
     * Stores the object if nobody has stored it since it was read.
     *
     * @param seen what was read
     * @return the object as it is stored; empty if it had changed
     */
    Optional<Content> replace(Optional<Content> seen, byte[] text) throws IOException;

    /**
     * The object as it was read.
     *
     * @param version differs for each time that it was stored, such as an entity tag
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
