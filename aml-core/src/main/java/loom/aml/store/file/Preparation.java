package loom.aml.store.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loom.aml.io.Disk;
import loom.aml.store.ChangeLog;
import loom.aml.store.FileChange;
import loom.aml.store.Finding;
import loom.aml.store.log.Archive;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.PathWithin;

/**
 * The first half of a change, all of which is done without a lock: reads the file, stages its next version, archives the originals.
 * A file is changed in one of two ways: {@link CollectionEditor} edits the items of a collection, {@link FileReplacer} replaces
 * whole files. Nothing that other programs can see has changed afterwards.
 */
final class Preparation {
    private final Disk disk;
    private final Path root;
    private final StoreOptions options;
    private final ChangeLog log;
    private final CollectionEditor editor;
    private final FileReplacer replacer;

    Preparation(Disk disk, Path root, StoreOptions options, ChangeLog log) {
        this.disk = disk;
        this.root = root;
        this.options = options;
        this.log = log;
        Staging staging = new Staging(disk, root, options);
        this.editor = new CollectionEditor(disk, options, staging);
        this.replacer = new FileReplacer(disk, root, options, log, staging);
    }

    /**
     * Prepares a change.
     *
     * @param isRewrittenByOthers whether another program is known to write the file: the plan is compared with its items then,
     *     even if its state looks unchanged
     * @param token names the files of this attempt
     * @param findings takes whatever could not be done as planned
     * @return empty if there is nothing left to do
     * @throws OvertakenException if another attempt may succeed
     */
    Optional<Prepared> prepare(FileChange change, boolean isRewrittenByOthers, String token, List<Finding> findings)
            throws IOException {
        return switch (change) {
            case FileChange.Rewrite rewrite ->
                edit(change, new RemovalEdit(disk, root, options, log, rewrite, isRewrittenByOthers), token, findings);
            case FileChange.PutBack putBack ->
                edit(change, new PutBackEdit(disk, options, putBack, target(change)), token, findings);
            case FileChange.Transform transform ->
                edit(change, new TransformEdit(transform.file(), transform.transformation(), log), token, findings);
            case FileChange.PutItems putItems -> edit(change, new ItemEdit(putItems, log), token, findings);
            case FileChange.Revert revert -> revert(revert, token, findings);
            case FileChange.Remove remove -> replacer.remove(remove, findings);
            case FileChange.Adopt adopt -> replacer.adopt(adopt, findings);
            case FileChange.Replace replace -> replacer.salvage(replace, token, findings);
            case FileChange.PutFileBack putFileBack -> replacer.putFileBack(putFileBack, token, findings);
            case FileChange.Restore restore -> replacer.restore(restore, token, findings);
            case FileChange.Put put -> replacer.put(put, token, findings);
            case FileChange.Compose compose -> replacer.compose(compose, token, findings);
            case FileChange.Recode recode -> replacer.recode(recode, token, findings);
        };
    }

    private Optional<Prepared> edit(FileChange change, CollectionEdit edit, String token, List<Finding> findings)
            throws IOException {
        return editor.edit(change, edit, target(change), token, findings);
    }

    private Optional<Prepared> revert(FileChange.Revert change, String token, List<Finding> findings)
            throws IOException {
        FileChange.Transformed transformed = change.transformed();
        Archive archive = new Archive(disk, new LogFolder(disk, root), transformed.run());
        try (FormerShapes former = new FormerShapes(archive, transformed.archive())) {
            return edit(
                    change,
                    new TransformEdit(change.file(), new RevertedItems(change.transformation(), former), log),
                    token,
                    findings);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Path target(FileChange change) throws IOException {
        return PathWithin.of(disk, root, change.path());
    }
}
