package loom.aml.app.backup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.storage.Unlocking;

/** Removes a key or the passphrase from those that open encrypted copies. */
public final class RemoveCopyKey {
    private final OpenBackups backups;
    private final Unlocking.Passphrase prompt;

    /** @param prompt asks for the passphrase of an encrypted copy */
    public RemoveCopyKey(OpenBackups backups, Unlocking.Passphrase prompt) {
        this.backups = backups;
        this.prompt = prompt;
    }

    /**
     * The request.
     *
     * @param reader a recipient of age, or {@link loom.aml.storage.Encryption#PASSPHRASE}
     * @param places folders and addresses of object stores; if empty, those in the configuration
     */
    public record Request(String reader, List<String> places) {
        public Request {
            places = List.copyOf(places);
        }
    }

    /**
     * Deletes the wrapped keys. Who had the key may have the key of the objects, which only a rotation replaces.
     *
     * @throws IOException if there is one place, and it failed, for example because the reader is the last one
     */
    public KeyedCopies run(Request request) throws IOException {
        return new KeyedCopies(
                backups.location(),
                "remove",
                Optional.empty(),
                false,
                List.of(request.reader()),
                KeyedCopies.each(
                        backups,
                        prompt,
                        request.places(),
                        (place, target, _) -> KeyedCopy.of(place, target, target.remove(request.reader()))));
    }
}
