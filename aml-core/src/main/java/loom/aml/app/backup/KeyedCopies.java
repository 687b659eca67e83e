package loom.aml.app.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.CopyTarget;
import loom.aml.storage.EncryptedTarget;
import loom.aml.storage.Encryption;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import loom.aml.storage.Unlocking;

/**
 * The result of a use case that changes the keys of encrypted copies.
 *
 * @param store the location of the store
 * @param action the word for the use case
 * @param keyFile the file with the key of the user, if the use case is about it
 * @param isCreated whether this file was created
 * @param keys the recipients that the use case is about, and {@link Encryption#PASSPHRASE}
 */
public record KeyedCopies(
        String store,
        String action,
        Optional<String> keyFile,
        boolean isCreated,
        List<String> keys,
        List<KeyedCopy> copies) {
    public KeyedCopies {
        keys = List.copyOf(keys);
        copies = List.copyOf(copies);
    }

    /** Returns whether it was done for each copy. */
    public boolean isComplete() {
        return copies.stream().allMatch(KeyedCopy::isComplete);
    }

    public JsonObject toJson() {
        return document(
                store,
                action,
                keyFile,
                isCreated,
                keys,
                copies.stream().map(KeyedCopy::toJson).toList());
    }

    /**
     * Returns the document of a use case about keys.
     *
     * @param keys the recipients that the use case is about, and {@link Encryption#PASSPHRASE}
     */
    static JsonObject document(
            String store,
            String action,
            Optional<String> keyFile,
            boolean isCreated,
            List<String> keys,
            List<JsonObject> copies) {
        return JsonObject.builder()
                .put("store", store)
                .put("action", action)
                .put("key_file", keyFile.orElse(null))
                .put("created", isCreated)
                .put("keys", keys)
                .put("copies", copies)
                .build();
    }

    /** The work on an encrypted copy, under its lease. */
    @FunctionalInterface
    interface Work {
        KeyedCopy on(String place, EncryptedTarget target, Lease lease) throws IOException;
    }

    /**
     * Works on each copy. A failure of one does not stop the others.
     *
     * @throws IOException if there is one place, and it failed
     */
    static List<KeyedCopy> each(OpenBackups backups, Unlocking.Passphrase prompt, List<String> places, Work work)
            throws IOException {
        CopyTargets targets = backups.copies(prompt);
        List<KeyedCopy> copies = new ArrayList<>();
        List<String> chosen = places.isEmpty() ? targets.configured() : places;
        for (String place : chosen) {
            try {
                CopyTarget target = targets.open(place, CopyKeys.NewCopies.NONE);
                EncryptedTarget encrypted = target.encrypted()
                        .orElseThrow(() -> new IOException(place
                                + " is not an encrypted copy. A copy that 'aml backup copy' begins is, if there is a"
                                + " key; one that exists keeps its kind"));
                try (Lease lease = encrypted.lease(
                        BackupTarget.WRITER,
                        LeaseTerms.of(
                                "backup key", backups.backup().store().options().lockWait()))) {
                    copies.add(work.on(place, encrypted, lease));
                }
            } catch (IOException e) {
                if (chosen.size() == 1) {
                    throw e;
                }
                copies.add(KeyedCopy.failed(place, e));
            }
        }
        return copies;
    }
}
