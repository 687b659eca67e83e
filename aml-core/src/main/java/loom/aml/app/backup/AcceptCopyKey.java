package loom.aml.app.backup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
     * Remembers the keys on this machine. Nothing changes in the copies.
     *
     * @throws IOException if there is one place, and it failed
     */
    public KeyedCopies run(Request request) throws IOException {
        return new KeyedCopies(
                backups.location(),
                "accept",
                Optional.empty(),
                false,
                List.of(),
                KeyedCopies.each(
                        backups,
                        prompt,
                        request.places(),
                        (place, target, _) -> KeyedCopy.of(place, target, target.accept(request.fingerprint()))));
    }
}
