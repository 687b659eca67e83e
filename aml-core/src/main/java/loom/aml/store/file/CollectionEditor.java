package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.io.ChecksummedInput;
import loom.aml.io.Disk;
import loom.aml.io.FileState;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.Rendering;
import loom.aml.store.StoreChange;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the edit of a collection: copies it once from front to back into a staged file, edits it on the way, reads the result
 * back and archives the originals.
 */
final class CollectionEditor {
    private final Disk disk;
    private final CollectionTexts texts;
    private final Staging staging;

    CollectionEditor(CollectionTexts texts, Staging staging) {
        this.disk = texts.disk();
        this.texts = texts;
        this.staging = staging;
    }

    /**
     * Prepares an edit.
     *
     * @param change the change for the outcome
     * @param findings receives deviations from the plan
     * @return empty if nothing needs to be done
     * @throws OvertakenException if another attempt may succeed
     */
    Optional<Prepared> edit(StoreChange change, CollectionEdit edit, Path target, String token, List<Finding> findings)
            throws IOException {
        Instant readAt = disk.now();
        if (disk.state(target).isMissing() && edit.appliesTo(FileState.MISSING, findings)) {
            return create(change, edit, target, token, readAt, findings);
        }
        try (ChecksummedInput file = new ChecksummedInput(disk.open(target))) {
            if (!edit.appliesTo(file.state(), findings)) {
                return Optional.empty();
            }
            try (TextInput text = texts.of(edit.file(), file);
                    StagedFile staged = staging.stage(
                            target,
                            token,
                            edit.encoding(text.encoding()),
                            texts.rendering(edit.file()),
                            RenderedText.storedOf(text));
                    CollectionEdit.Copy copy = edit.copyTo(staged.text(), renderingIn(text, edit))) {
                CollectionReader.read(text, edit.file().kind(), copy);
                Checksum.Content before = file.content();
                copy.end(before, findings);
                return finish(change, edit, copy, staged, target, file.state(), readAt, before, findings);
            }
        }
    }

    private @Nullable Rendering renderingIn(TextInput text, CollectionEdit edit) {
        Rendering rendering = texts.rendering(edit.file());
        return rendering == null ? null : rendering.in(RenderedText.storedOf(text));
    }

    private Optional<Prepared> create(
            StoreChange change, CollectionEdit edit, Path target, String token, Instant readAt, List<Finding> findings)
            throws IOException {
        try (StagedFile staged = staging.stage(
                        target, token, edit.encoding(null), texts.rendering(edit.file()), Rendering.NO_FILE);
                CollectionEdit.Copy copy = edit.copyTo(staged.text(), texts.rendering(edit.file()))) {
            copy.head(new byte[0]);
            copy.end(null, findings);
            return finish(change, edit, copy, staged, target, FileState.MISSING, readAt, null, findings);
        }
    }

    private Optional<Prepared> finish(
            StoreChange change,
            CollectionEdit edit,
            CollectionEdit.Copy copy,
            StagedFile staged,
            Path target,
            FileState state,
            Instant readAt,
            Checksum.@Nullable Content before,
            List<Finding> findings)
            throws IOException {
        if (!copy.isEdited()) {
            return Optional.empty();
        }
        Checksum.Content after = staged.finish();
        // A file of memories without one is not left behind, unless its program expects it.
        Rendering rendering = texts.rendering(edit.file());
        boolean isGone = copy.elements() == 0 && rendering != null && !rendering.leavesEmptyFile();
        if (!isGone) {
            staging.requireElements(staged, edit.file(), texts, copy.elements());
        }
        String archive = copy.archive();
        FileOutcome outcome = new FileOutcome(
                change.path(),
                change.kind(),
                true,
                copy.removed(),
                copy.inserted(),
                copy.transformed(),
                state.size(),
                isGone ? 0 : after.size(),
                copy.added(),
                findings);
        List<Prepared.Part> parts = copy.parts(archive, outcome);
        return Optional.of(
                isGone
                        ? new Prepared(target, state, readAt, before, null, null, null, archive, outcome, parts)
                        : new Prepared(
                                target, state, readAt, before, staged.keep(), null, after, archive, outcome, parts));
    }
}
