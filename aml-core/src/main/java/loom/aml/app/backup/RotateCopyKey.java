package loom.aml.app.backup;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.io.DamagedException;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.EncryptedTarget;
import loom.aml.storage.Lease;
import loom.aml.storage.Unlocking;
import loom.aml.store.Finding;

/** Replaces the key of encrypted copies, so that who had it cannot read them any more. */
public final class RotateCopyKey {
    private final OpenBackups backups;
    private final Unlocking.Passphrase prompt;

    /** @param prompt asks for the passphrase of an encrypted copy */
    public RotateCopyKey(OpenBackups backups, Unlocking.Passphrase prompt) {
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
     * Encrypts each object with a new key for the same readers. An interrupted rotation is continued.
     *
     * @throws IOException if there is one place, and it failed; the objects that have the new key stay
     */
    public KeyedCopies run(Request request) throws IOException {
        return new KeyedCopies(
                backups.location(),
                "rotate",
                Optional.empty(),
                false,
                List.of(),
                KeyedCopies.each(backups, prompt, request.places(), this::rotated));
    }

    private KeyedCopy rotated(String place, EncryptedTarget target, Lease lease) throws IOException {
        EncryptedTarget.Rotation rotation = target.rotate();
        List<BackupTarget.Stored> objects = rotation.left();
        List<Optional<Finding>> results = backups.backup()
                .store()
                .options()
                .workers()
                .waiting()
                .map(objects, BackupTarget.Stored::bytes, object -> reencrypted(object, rotation, lease));
        List<Finding> findings = new ArrayList<>();
        results.forEach(result -> result.ifPresent(findings::add));
        int done = objects.size() - findings.size();
        lease.requireHeld();
        List<String> kept = rotation.finish();
        if (!kept.isEmpty()) {
            findings.add(Finding.of(
                    Finding.Kind.UNREADABLE,
                    place + "/" + kept.getFirst(),
                    "is not encrypted with the new key"
                            + (kept.size() == 1 ? "" : ", and " + (kept.size() - 1) + " other objects are not"),
                    "the older key was kept for it; 'aml backup verify --all --from' shows what is damaged"));
        }
        return new KeyedCopy(place, Optional.of(target.keys().getFirst()), true, done, findings, Optional.empty());
    }

    private static Optional<Finding> reencrypted(
            BackupTarget.Stored object, EncryptedTarget.Rotation rotation, Lease lease) throws IOException {
        lease.requireHeld();
        try {
            rotation.reencrypt(object);
            return Optional.empty();
        } catch (DamagedException e) {
            return Optional.of(Finding.of(
                    Finding.Kind.DAMAGED,
                    object.name(),
                    e.what(),
                    "left unchanged with the older key; 'aml backup copy' to another place makes a sound copy"));
        } catch (FileSystemException e) {
            return Optional.of(Finding.of(
                    Finding.Kind.UNREADABLE,
                    object.name(),
                    String.valueOf(e.getMessage()),
                    "left unchanged with the older key; 'aml backup key rotate' tries again"));
        }
    }
}
