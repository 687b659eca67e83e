package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import loom.aml.io.Checksum;
import loom.aml.io.ChecksummedInput;
import loom.aml.io.Disk;
import loom.aml.io.Encoding;
import loom.aml.io.FileState;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.store.CollectionChange;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Rendering;
import org.jspecify.annotations.Nullable;

/**
 * Restores archived items: to their former positions if the file is as the run left it, else after the last element.
 */
final class PutBackEdit implements CollectionEdit {
    private final Disk disk;
    private final CollectionTexts texts;
    private final CollectionChange.PutBack change;
    private final Path target;
    private PutBackCopy.Present present = PutBackCopy.Present.NOTHING;

    PutBackEdit(CollectionTexts texts, CollectionChange.PutBack change, Path target) {
        this.disk = texts.disk();
        this.texts = texts;
        this.change = change;
        this.target = target;
    }

    @Override
    public CollectionFile file() {
        return change.file();
    }

    @Override
    public boolean appliesTo(FileState version, List<Finding> findings) throws IOException {
        if (!version.isMissing()) {
            Checksum.Content content = Checksum.of(disk, target);
            boolean isAsLeft = content.equals(change.left());
            present = new PutBackCopy.Present(content, isAsLeft, isAsLeft ? Set.of() : idsIn(content));
        }
        return true;
    }

    private Set<Long> idsIn(Checksum.Content content) throws IOException {
        Set<Long> ids = new HashSet<>();
        try (ChecksummedInput file = new ChecksummedInput(disk.open(target));
                TextInput text = texts.of(change.file(), file)) {
            CollectionReader.read(text, change.file().kind(), item -> ids.add(item.idHash()));
            if (!file.content().equals(content)) {
                throw new OvertakenException();
            }
        }
        return ids;
    }

    @Override
    public Encoding encoding(@Nullable Encoding existing) {
        return existing == null ? change.encoding() : existing;
    }

    @Override
    public Copy copyTo(OutputStream out, @Nullable Rendering rendering) throws IOException {
        CollectionChange.Insertions.Source source = change.insertions().open();
        boolean isStarted = false;
        try {
            Copy copy = new PutBackCopy(change.file(), source, out, present);
            isStarted = true;
            return copy;
        } finally {
            if (!isStarted) {
                source.close();
            }
        }
    }
}
