package loom.aml.store.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.storage.PathWithin;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionChange;
import loom.aml.store.DocumentChange;
import loom.aml.store.FileChange;
import loom.aml.store.Finding;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreOptions;
import loom.aml.store.log.Archive;
import loom.aml.store.log.LogFolder;

/**
 * The first half of a change, which needs no lock: reads the file, stages its next version and archives the originals.
 * There are two ways to change a file: {@link CollectionEditor} edits the items of a collection, {@link FileReplacer}
 * replaces whole files. No effect is visible to other programs afterwards.
 */
final class Preparation {
    private final Disk disk;
    private final Path root;
    private final CollectionTexts texts;
    private final Layout layout;
    private final ChangeLog log;
    private final CollectionEditor editor;
    private final FileReplacer replacer;

    Preparation(WorkFolder work, StoreOptions options, Layout layout, ChangeLog log) {
        this.disk = work.disk();
        this.root = work.root();
        this.layout = layout;
        this.log = log;
        Staging staging = new Staging(work, options);
        this.texts = new CollectionTexts(disk, root, options.gzipLimits(), layout);
        this.editor = new CollectionEditor(texts, staging);
        this.replacer = new FileReplacer(disk, root, options, log, staging, texts);
    }

    /**
     * Prepares a change.
     *
     * @param isRewrittenByOthers whether another program is known to write the file: the plan is then compared with its
     *     items even if its state looks unchanged
     * @param token the common name of the files of this attempt
     * @param findings receives deviations from the plan
     * @return empty if nothing needs to be done
     * @throws OvertakenException if another attempt may succeed
     */
    Optional<Prepared> prepare(StoreChange change, boolean isRewrittenByOthers, String token, List<Finding> findings)
            throws IOException {
        return switch (change.kind()) {
            case REWRITE ->
                edit(
                        change,
                        new RemovalEdit(texts, log, (CollectionChange.Rewrite) change, isRewrittenByOthers),
                        token,
                        findings);
            case PUT_BACK ->
                edit(
                        change,
                        new PutBackEdit(texts, (CollectionChange.PutBack) change, target(change)),
                        token,
                        findings);
            case TRANSFORM -> transform((CollectionChange.Transform) change, token, findings);
            case PUT_ITEMS -> edit(change, new PutItemsEdit((CollectionChange.PutItems) change, log), token, findings);
            case REVERT -> revert((CollectionChange.Revert) change, token, findings);
            case MERGE_ITEMS ->
                edit(change, new MergeEdit(texts, log, (CollectionChange.MergeItems) change), token, findings);
            case EDIT_LINES -> replacer.editLines((CollectionChange.EditLines) change, token, findings);
            case REMOVE -> replacer.remove((FileChange.Remove) change, findings);
            case ADOPT -> replacer.adopt((FileChange.Adopt) change, findings);
            case REPLACE -> replacer.salvage((FileChange.Replace) change, token, findings);
            case PUT_FILE_BACK -> replacer.putFileBack((FileChange.PutFileBack) change, token, findings);
            case RESTORE -> replacer.restore((FileChange.Restore) change, token, findings);
            case PUT -> replacer.put((DocumentChange.Put) change, token, findings);
            case PURGE -> replacer.purge((FileChange.Purge) change, token, findings);
            case COMPOSE -> replacer.compose((DocumentChange.Compose) change, token, findings);
            case COMPRESS, DECOMPRESS -> replacer.recode((FileChange.Recode) change, token, findings);
        };
    }

    private Optional<Prepared> edit(StoreChange change, CollectionEdit edit, String token, List<Finding> findings)
            throws IOException {
        return editor.edit(change, edit, target(change), token, findings);
    }

    private Optional<Prepared> transform(CollectionChange.Transform change, String token, List<Finding> findings)
            throws IOException {
        return edit(change, new TransformEdit(change.file(), change.transformation(), log), token, findings);
    }

    private Optional<Prepared> revert(CollectionChange.Revert change, String token, List<Finding> findings)
            throws IOException {
        CollectionChange.Transformed transformed = change.transformed();
        Archive archive = new Archive(new LogFolder(disk, layout.beside(root)), transformed.run());
        try (OriginalVersions former = new OriginalVersions(archive, transformed.archive())) {
            return edit(
                    change,
                    new TransformEdit(change.file(), new RevertedItems(change.transformation(), former), log),
                    token,
                    findings);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Path target(StoreChange change) throws IOException {
        return PathWithin.of(disk, root, change.path());
    }
}
