package loom.aml.app.backup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
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
     * The result.
     *
     * @param store the location of the store
     */
    public record Result(String store, String reader, List<KeyedCopy> copies) {
        public Result {
            copies = List.copyOf(copies);
        }

        /** Returns whether no copy has failed. */
        public boolean isComplete() {
            return copies.stream().allMatch(KeyedCopy::isComplete);
        }

        public JsonObject toJson() {
            return KeyedCopy.document(
                    store,
                    "remove",
                    Optional.empty(),
                    false,
                    List.of(reader),
                    copies.stream().map(KeyedCopy::toJson).toList());
        }
    }

    /**
     * Deletes the wrapped keys. Who had the key may have the key of the objects, which only a rotation replaces.
     *
     * @throws IOException if there is one place, and it failed, for example because the reader is the last one
     */
    public Result run(Request request) throws IOException {
        return new Result(
                backups.location(),
                request.reader(),
                KeyedCopy.each(
                        backups,
                        prompt,
                        request.places(),
                        (place, target, _) -> KeyedCopy.of(place, target, target.remove(request.reader()))));
    }
}
