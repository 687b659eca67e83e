package loom.aml.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import loom.aml.io.Disk;

/** Opens targets in object stores. The implementation is loaded only when a target is in one. Thread-safe. */
public interface ObjectStores {

    /**
     * Opens a target. Nothing is requested from the store before the target is used.
     *
     * @param disk identifies this machine in leases
     * @throws IOException if the settings are incomplete or the credentials cannot be read; the message says what to do
     */
    BackupTarget open(ObjectStoreAddress address, Access access, Disk disk) throws IOException;

    /**
     * Settings that an address does not contain.
     *
     * @param endpoint the store, such as {@code https://minio.example.org:9000}; empty for that of Amazon or Google
     * @param region the region that requests are signed for; empty to find it as other tools of Amazon do
     * @param isPathStyle whether the bucket is in the path of the requests, not in the name of the host
     */
    record Access(Optional<URI> endpoint, Optional<String> region, boolean isPathStyle, Credentials credentials) {

        /** The settings of other tools: environment variables and files in the home directory. */
        public static final Access DEFAULT = new Access(Optional.empty(), Optional.empty(), false, new Usual());
    }

    /** The source of the credentials. */
    sealed interface Credentials {}

    /** The usual chain of Amazon's tools: environment variables, files in the home directory, the role of the machine. */
    record Usual() implements Credentials {}

    /** A profile in the files in the home directory. */
    record Profile(String name) implements Credentials {}

    /**
     * A file with the key in the format of {@code ~/.aws/credentials}.
     *
     * <pre>
     * [default]
     * aws_access_key_id = AKIA...
     * aws_secret_access_key = ...
     * </pre>
     */
    record KeyFile(Path file) implements Credentials {}
}
