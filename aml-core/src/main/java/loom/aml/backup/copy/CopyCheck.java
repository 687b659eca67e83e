package loom.aml.backup.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.RepositoryHead;
import loom.aml.io.DamagedException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Encryption;
import loom.aml.store.Finding;

/**
 * Verifies what only a copy can lose: its description, the names of its objects, and the wrapped keys of the user. An object whose name was
 * changed may be a snapshot or a record that is missing without any other sign.
 */
public final class CopyCheck {
    private static final String ADVICE = "left unchanged; 'aml backup copy' copies the objects that are missing again";

    private CopyCheck() {}

    /** Returns a finding for each object that is damaged and that the verification of snapshots and records does not read. */
    public static List<Finding> of(Repository copy) throws IOException {
        List<Finding> findings = new ArrayList<>();
        try {
            copy.verifyTarget();
        } catch (DamagedException e) {
            findings.add(damaged(
                    Encryption.KEYS,
                    e.what(),
                    "'aml backup key add' writes it again, as long as this machine can open the copy"));
        }
        try {
            if (copy.head().isEmpty()) {
                findings.add(damaged(RepositoryHead.OBJECT, "is missing", "copy the backups to another place"));
            }
        } catch (DamagedException e) {
            findings.add(damaged(RepositoryHead.OBJECT, e.what(), "copy the backups to another place"));
        }
        for (BackupTarget.Stored object : copy.objects()) {
            if (!object.isObject() && !CopiedObject.isName(object.name())) {
                findings.add(damaged(object.name(), "is not an object of this copy, or its name was changed", ADVICE));
            }
        }
        return findings;
    }

    private static Finding damaged(String name, String what, String advice) {
        return Finding.of(Finding.Kind.DAMAGED, name, what, advice);
    }
}
