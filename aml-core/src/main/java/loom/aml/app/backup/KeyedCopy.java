package loom.aml.app.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.CopyKey;
import loom.aml.storage.CopyTarget;
import loom.aml.storage.EncryptedTarget;
import loom.aml.storage.Encryption;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import loom.aml.storage.Unlocking;
import loom.aml.store.Finding;

/**
 * The keys of a copy after a use case.
 *
 * @param key the key of its objects, and its readers; empty after a failure
 * @param isChanged whether the use case changed anything
 * @param objects the number of objects that were encrypted with another key
 * @param findings objects that kept their key, with the reasons
 * @param failure the reason why nothing was done, or the work stopped
 */
public record KeyedCopy(
        String place,
        Optional<CopyKey> key,
        boolean isChanged,
        int objects,
        List<Finding> findings,
        Optional<String> failure) {
    public KeyedCopy {
        findings = List.copyOf(findings);
    }

    static KeyedCopy of(String place, EncryptedTarget target, boolean isChanged) throws IOException {
        return new KeyedCopy(place, Optional.of(target.keys().getFirst()), isChanged, 0, List.of(), Optional.empty());
    }

    static KeyedCopy failed(String place, IOException failure) {
        return new KeyedCopy(
                place, Optional.empty(), false, 0, List.of(), Optional.of(String.valueOf(failure.getMessage())));
    }

    /** Returns whether it was done. */
    public boolean isComplete() {
        return failure.isEmpty() && findings.stream().noneMatch(Finding::isProblem);
    }

    /** Returns the recipients and the passphrase that open it; empty after a failure. */
    public List<String> readers() {
        return key.map(known -> List.copyOf(known.readers())).orElse(List.of());
    }

    JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put("place", place)
                .put("readers", readers())
                .put("changed", isChanged);
        if (failure.isEmpty()) {
            json.put("encrypted", true);
        }
        if (key.isPresent()) {
            json.put("key", key.get().fingerprint());
        }
        if (objects > 0) {
            json.put("objects", objects);
        }
        return json.put("findings", findings.stream().map(Finding::toJson).toList())
                .put("failure", failure.orElse(null))
                .build();
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
                copies.add(failed(place, e));
            }
        }
        return copies;
    }
}
