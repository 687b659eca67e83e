package loom.aml.app.guard;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.Sha256;
import loom.aml.io.SmallFile;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;
import loom.aml.store.StorePaths;

/**
 * Keeps copies of notes beside the state of the guard. They are small, and a copy takes a tenth of the time of a snapshot, which the
 * session would wait for.
 */
final class CopiedVersions implements Versions {
    private static final long LARGEST = 4_000_000;
    private static final String TAKEN = "copies";

    private final StorePaths place;
    private final Disk disk;
    private final StateFile file;
    private final GuardState state;
    private final Map<String, String> listed;
    private final Map<String, byte[]> texts = new HashMap<>();
    private final boolean areKnown;

    CopiedVersions(StorePaths place, StateFile file, GuardState state, String listed) {
        this.place = place;
        this.disk = place.disk();
        this.file = file;
        this.state = state;
        this.listed = GuardState.versionsIn(listed);
        this.areKnown = state.snapshot.equals(TAKEN);
    }

    @Override
    public boolean areKnown() {
        return areKnown;
    }

    /** Reads only files whose version is not the one that was listed before. */
    @Override
    public Map<String, GuardState.Content> take() throws IOException {
        Map<String, GuardState.Content> contents = new HashMap<>();
        for (Map.Entry<String, String> one : listed.entrySet()) {
            String path = one.getKey();
            GuardState.Content known = state.contents.get(path);
            if (known != null && one.getValue().equals(state.versions.get(path))) {
                contents.put(path, known);
                continue;
            }
            try {
                byte[] text = SmallFile.read(disk, FileName.resolve(place.root(), path), LARGEST);
                Sha256.Sum sum = Sha256.of(text);
                GuardState.Content content = new GuardState.Content(sum.hex(), sum.size(), items(path));
                contents.put(path, content);
                texts.put(path, text);
                file.keep(content, text);
            } catch (IOException e) {
                // Not known, so not judged. It is read when it has changed again.
                if (known != null) {
                    contents.put(path, known);
                }
            }
        }
        state.snapshot = TAKEN;
        return contents;
    }

    /** Returns the number of items in a file of notes. */
    static long items(String path) {
        boolean isNote = CollectionFile.ofNotes(path)
                .filter(one -> one.kind() == ItemKind.NOTE)
                .isPresent();
        return isNote ? 1 : 0;
    }

    @Override
    public Optional<String> formerSnapshot() {
        return Optional.empty();
    }

    @Override
    public Optional<byte[]> former(String path, GuardState.Content content) throws IOException {
        return file.copy(content);
    }

    @Override
    public Optional<FileInput> openFormer(String path, GuardState.Content content) throws IOException {
        return file.openCopy(content);
    }

    @Override
    public byte[] taken(String path, GuardState.Content content) throws IOException {
        byte[] text = texts.get(path);
        return text != null ? text : file.copy(content).orElse(new byte[0]);
    }

    @Override
    public void forget(GuardState.Content content) throws IOException {
        file.drop(content);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
