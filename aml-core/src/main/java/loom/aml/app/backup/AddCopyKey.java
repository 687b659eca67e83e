package loom.aml.app.backup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.FileName;
import loom.aml.storage.Encryption;
import loom.aml.storage.Unlocking;

/** Creates the key of the user, or lets another key or a passphrase open encrypted copies. */
public final class AddCopyKey {
    private final OpenBackups backups;
    private final Unlocking.Passphrase prompt;

    /** @param prompt asks for passphrases */
    public AddCopyKey(OpenBackups backups, Unlocking.Passphrase prompt) {
        this.backups = backups;
        this.prompt = prompt;
    }

    /**
     * The request.
     *
     * @param recipient a recipient of age; if empty, the key of the user, unless a passphrase is added
     * @param isPassphrase whether a passphrase is added
     * @param places folders and addresses of object stores; if empty, those in the configuration
     */
    public record Request(Optional<String> recipient, boolean isPassphrase, List<String> places) {
        public Request {
            places = List.copyOf(places);
        }

        private boolean isForUser() {
            return recipient.isEmpty() && !isPassphrase;
        }
    }

    /**
     * Creates the key file if the key of the user is asked for and does not exist, and adds the readers to the copies. A key that was created
     * cannot open a copy that exists, so it is added only to places in the request.
     *
     * @throws IOException if the recipient is not valid, or if there is one place, and it failed
     */
    public KeyedCopies run(Request request) throws IOException {
        CopyKeys keys = backups.copies(prompt).keys();
        List<String> readers = new ArrayList<>();
        Optional<KeyFile> file = Optional.empty();
        boolean isCreated = false;
        if (request.isForUser()) {
            KeyFile own = keys.file()
                    .orElseThrow(() -> new IOException("no place for the key: set backup.key_file, or HOME"));
            isCreated = createIfMissing(own, keys.encryption());
            file = Optional.of(own);
            own.read(keys.encryption()).forEach(key -> readers.add(key.recipient()));
        }
        if (request.recipient().isPresent()) {
            keys.encryption().requireRecipient(request.recipient().get());
            readers.add(request.recipient().get());
        }
        if (request.isPassphrase()) {
            readers.add(Encryption.PASSPHRASE);
        }
        return new KeyedCopies(
                backups.location(),
                "add",
                file.map(own -> FileName.text(own.path())),
                isCreated,
                readers,
                isCreated && request.places().isEmpty() ? List.of() : added(request.places(), readers));
    }

    private boolean createIfMissing(KeyFile file, Encryption encryption) throws IOException {
        if (file.exists()) {
            return false;
        }
        try {
            file.create(encryption.generate(), backups.now().truncatedTo(ChronoUnit.SECONDS));
            return true;
        } catch (FileAlreadyExistsException e) {
            // Another process created it in the meantime.
            return false;
        }
    }

    private List<KeyedCopy> added(List<String> places, List<String> readers) throws IOException {
        return KeyedCopies.each(backups, prompt, places, (place, target, lease) -> {
            boolean isChanged = false;
            for (String reader : readers) {
                lease.requireHeld();
                isChanged |= target.add(reader);
            }
            return KeyedCopy.of(place, target, isChanged);
        });
    }
}
