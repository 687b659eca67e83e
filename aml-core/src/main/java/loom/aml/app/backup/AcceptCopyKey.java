package loom.aml.app.backup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.storage.Unlocking;

/** Accepts the key and the readers that encrypted copies have now, after they were changed elsewhere. */
public final class AcceptCopyKey {
    private final OpenBackups backups;
    private final Unlocking.Passphrase prompt;

    /** @param prompt asks for the passphrase of an encrypted copy */
    public AcceptCopyKey(OpenBackups backups, Unlocking.Passphrase prompt) {
        this.backups = backups;
        this.prompt = prompt;
    }

    /**
     * The request.
     *
     * @param fingerprint that of the key, so that no other one is accepted
     * @param places folders and addresses of object stores; if empty, those in the configuration
     */
    public record Request(String fingerprint, List<String> places) {
        public Request {
            places = List.copyOf(places);
        }
    }

    /**
     * The result.
     *
     * @param store the location of the store
     * @param copies they are changed if their key or a reader was not known
     */
    public record Result(String store, List<KeyedCopy> copies) {
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
                    "accept",
                    Optional.empty(),
                    false,
                    List.of(),
                    copies.stream().map(KeyedCopy::toJson).toList());
        }
    }

    /**
     * Remembers the keys on this machine. Nothing changes in the copies.
     *
     * @throws IOException if there is one place, and it failed
     */
    public Result run(Request request) throws IOException {
        return new Result(
                backups.location(),
                KeyedCopy.each(
                        backups,
                        prompt,
                        request.places(),
                        (place, target, _) -> KeyedCopy.of(place, target, target.accept(request.fingerprint()))));
    }
}
