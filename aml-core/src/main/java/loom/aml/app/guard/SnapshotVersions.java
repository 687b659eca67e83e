package loom.aml.app.guard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import loom.aml.backup.Backup;
import loom.aml.backup.Snapshots;
import loom.aml.backup.create.SnapshotRequest;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.backup.restore.SnapshotFile;
import loom.aml.io.FileInput;
import loom.aml.store.StorePaths;
import loom.aml.store.log.TimedId;
import org.jspecify.annotations.Nullable;

/** Keeps the versions of a store of any kind in its backups. */
final class SnapshotVersions implements Versions {
    private final Backup backup;
    private final RandomGenerator random;
    private final Instant now;
    private final GuardState state;
    private final String former;
    private @Nullable Manifest taken;

    SnapshotVersions(StorePaths place, RandomGenerator random, Instant now, GuardState state) {
        this.backup = Backup.of(place, random);
        this.random = random;
        this.now = now;
        this.state = state;
        this.former = state.snapshot;
    }

    /** Rotation may have removed the snapshot. */
    @Override
    public boolean areKnown() throws IOException {
        for (SnapshotName name : backup.repository().snapshots()) {
            if (name.id().equals(former)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Map<String, GuardState.Content> take() throws IOException {
        Manifest manifest = backup.create(
                        new SnapshotRequest(false, Set.of(), "guard", Optional.of(TimedId.of(now, random))))
                .manifest();
        taken = manifest;
        state.snapshot = manifest.id();
        Map<String, GuardState.Content> contents = new HashMap<>();
        for (FileEntry entry : manifest.files()) {
            contents.put(
                    entry.path(),
                    new GuardState.Content(
                            entry.stored().hex(),
                            entry.stored().size(),
                            entry.items().orElse(0)));
        }
        return contents;
    }

    @Override
    public Optional<String> formerSnapshot() {
        return Optional.of(former);
    }

    @Override
    public Optional<byte[]> former(String path, GuardState.Content content) throws IOException {
        return text(new Snapshots(backup.repository()).byId(former), path);
    }

    @Override
    public Optional<FileInput> openFormer(String path, GuardState.Content content) {
        return Optional.empty();
    }

    @Override
    public byte[] taken(String path, GuardState.Content content) throws IOException {
        Manifest manifest = taken;
        if (manifest == null) {
            throw new IllegalStateException("nothing was taken yet");
        }
        return text(manifest, path).orElse(new byte[0]);
    }

    private Optional<byte[]> text(Manifest manifest, String path) throws IOException {
        Optional<FileEntry> entry = manifest.file(path);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new SnapshotFile(backup.repository(), manifest, entry.get()).writeTo(text);
        return Optional.of(text.toByteArray());
    }

    @Override
    public void forget(GuardState.Content content) {
        // Rotation removes snapshots.
    }

    @Override
    public void close() throws IOException {
        backup.close();
    }
}
