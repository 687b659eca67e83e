package loom.aml.app.backup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.storage.CopyKey;
import loom.aml.storage.EncryptedTarget;
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
}
