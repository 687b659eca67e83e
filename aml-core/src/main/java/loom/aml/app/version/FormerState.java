package loom.aml.app.version;

import java.util.Optional;

/** Computes the bytes of an item before a change from those after it. */
@FunctionalInterface
interface FormerState {
    /** Returns the former bytes; empty if the change did not leave these bytes. */
    Optional<byte[]> before(byte[] after);
}
