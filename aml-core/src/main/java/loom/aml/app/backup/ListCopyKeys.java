package loom.aml.app.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.FileName;
import loom.aml.json.JsonObject;
import loom.aml.storage.CopyKey;
import loom.aml.storage.EncryptedTarget;
import loom.aml.storage.Encryption;
import loom.aml.storage.Unlocking;

/** Shows the key of the user, and the keys that open encrypted copies. */
public final class ListCopyKeys {
    private final OpenBackups backups;
    private final Unlocking.Passphrase prompt;

    /** @param prompt asks for the passphrase of an encrypted copy */
    public ListCopyKeys(OpenBackups backups, Unlocking.Passphrase prompt) {
        this.backups = backups;
        this.prompt = prompt;
    }

    /**
     * The request.
     *
     * @param places folders and addresses of object stores; if empty, those in the configuration
     */
    public record Request(List<String> places) {
        public Request {
            places = List.copyOf(places);
        }
    }

    /**
     * A copy.
     *
     * @param key the fingerprint of the key of its objects
     * @param readers the recipients and the passphrase that open it; empty if it is not encrypted, or does not exist yet
     * @param isRotating whether a rotation was interrupted, so that some objects still need an older key
     */
    public record Copy(
            String place, Optional<String> key, List<String> readers, boolean isRotating, Optional<String> failure) {
        public Copy {
            readers = List.copyOf(readers);
        }

        private JsonObject toJson() {
            JsonObject.Builder json = JsonObject.builder().put("place", place).put("readers", readers);
            if (failure.isEmpty()) {
                json.put("encrypted", !readers.isEmpty());
            }
            if (key.isPresent()) {
                json.put("key", key.get());
            }
            if (isRotating) {
                json.put("rotating", true);
            }
            return json.put("failure", failure.orElse(null)).build();
        }
    }

    /**
     * The keys.
     *
     * @param store the location of the store
     * @param keyFile the file of the user's key, whether it exists or not; empty if the user has no home directory
     * @param own the recipients of the keys in it
     */
    public record Result(String store, Optional<String> keyFile, List<String> own, List<Copy> copies) {
        public Result {
            own = List.copyOf(own);
            copies = List.copyOf(copies);
        }

        public JsonObject toJson() {
            return KeyedCopies.document(
                    store,
                    "list",
                    keyFile,
                    false,
                    own,
                    copies.stream().map(Copy::toJson).toList());
        }

        /** Returns whether each copy could be read. */
        public boolean isComplete() {
            return copies.stream().allMatch(copy -> copy.failure().isEmpty());
        }
    }

    /**
     * Lists the keys.
     *
     * @throws IOException if the key file cannot be read
     */
    public Result run(Request request) throws IOException {
        CopyTargets targets = backups.copies(prompt);
        List<String> own =
                targets.keys().own().stream().map(Encryption.UserKey::recipient).toList();
        List<Copy> copies = new ArrayList<>();
        for (String place : request.places().isEmpty() ? targets.configured() : request.places()) {
            copies.add(copy(place, targets));
        }
        return new Result(
                backups.location(), targets.keys().file().map(file -> FileName.text(file.path())), own, copies);
    }

    private static Copy copy(String place, CopyTargets targets) {
        try {
            Optional<EncryptedTarget> target =
                    targets.open(place, CopyKeys.NewCopies.NONE).encrypted();
            if (target.isEmpty()) {
                return new Copy(place, Optional.empty(), List.of(), false, Optional.empty());
            }
            List<CopyKey> keys = target.get().keys();
            CopyKey newest = keys.getFirst();
            return new Copy(
                    place,
                    Optional.of(newest.fingerprint()),
                    List.copyOf(newest.readers()),
                    keys.size() > 1,
                    Optional.empty());
        } catch (IOException e) {
            return new Copy(place, Optional.empty(), List.of(), false, Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
