package loom.aml.backup.copy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.io.DamagedException;
import loom.aml.io.Sha256;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.ObjectReader;

/** Copies single objects, each only if it is sound as far as it can be checked alone. Thread-safe. */
final class ObjectCopier {
    private static final int BUFFER = 1 << 16;
    private static final int LARGEST = 512_000_000;

    private final BackupTarget from;
    private final BackupTarget to;

    ObjectCopier(BackupTarget from, BackupTarget to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Copies an object.
     *
     * @param present the names of the sound objects in the copy: a snapshot needs no others
     * @throws NotCopiedException if it is damaged, or needs an object that could not be copied
     * @throws java.nio.file.NoSuchFileException if it was removed meanwhile
     */
    void copy(CopiedObject object, Set<String> present) throws IOException {
        switch (object.kind()) {
            case SEGMENT -> copySegment(object);
            case ARCHIVE -> copyBytes(object.name());
            case SNAPSHOT -> copySnapshot(object.name(), present);
            case RECORD -> copyRecord(object);
        }
    }

    private void copySegment(CopiedObject segment) throws IOException {
        try (ObjectReader in = from.open(segment.name());
                InputStream bytes = in.stream();
                BackupTarget.Upload upload = to.upload(segment.name())) {
            String digest = transfer(bytes, upload);
            if (!digest.equals(segment.digest())) {
                throw new NotCopiedException("does not match its name; its SHA-256 is " + digest);
            }
            upload.publish(segment.name());
        }
    }

    private void copyBytes(String name) throws IOException {
        try (ObjectReader in = from.open(name);
                InputStream bytes = in.stream();
                BackupTarget.Upload upload = to.upload(name)) {
            transfer(bytes, upload);
            upload.publish(name);
        }
    }

    /** Returns the SHA-256 of the bytes. */
    private static String transfer(InputStream bytes, BackupTarget.Upload upload) throws IOException {
        Sha256 sha = new Sha256();
        byte[] buffer = new byte[BUFFER];
        for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
            sha.update(buffer, 0, n);
            upload.write(buffer, 0, n);
        }
        return sha.sum().hex();
    }

    /** The manifest may be replaced meanwhile by a repack, and then needs other segments: it is copied as it was checked, or not at all. */
    private void copySnapshot(String name, Set<String> present) throws IOException {
        SnapshotName snapshot = SnapshotName.of(name).orElseThrow(() -> new IllegalArgumentException(name));
        byte[] bytes = read(from, name);
        try (Repository repository = new Repository(from)) {
            Manifest manifest = repository.read(snapshot);
            for (String segment : manifest.segments()) {
                String needed = SnapshotName.segmentsOf(snapshot.generation()) + segment + ".zst";
                if (!present.contains(needed)) {
                    throw new NotCopiedException("needs " + needed + ", which is damaged, missing or not in the copy");
                }
            }
        } catch (DamagedException e) {
            throw new NotCopiedException(e.what());
        }
        if (!Arrays.equals(bytes, read(from, name))) {
            throw new NotCopiedException("changes at this moment; the next copy compares both again");
        }
        try (BackupTarget.Upload upload = to.upload(name)) {
            upload.write(bytes, 0, bytes.length);
            upload.publish(name);
        }
    }

    /** A record grows until its run ends. A copy that does not begin like the record is not replaced: one of the two is damaged. */
    private void copyRecord(CopiedObject object) throws IOException {
        String name = object.name();
        byte[] record = read(from, name);
        byte[] known = object.hasGrown() ? read(to, name) : new byte[0];
        if (known.length > record.length || !Arrays.equals(known, Arrays.copyOf(record, known.length))) {
            throw new NotCopiedException("differs from the copy where both should be the same");
        }
        try (BackupTarget.Upload upload = to.upload(name)) {
            upload.write(record, 0, record.length);
            upload.publish(name);
        }
    }

    private static byte[] read(BackupTarget target, String name) throws IOException {
        try (ObjectReader in = target.open(name)) {
            return in.readAll(LARGEST);
        }
    }
}
