package loom.aml.store.file;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import loom.aml.io.Access;
import loom.aml.io.Checksum;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.Encoding;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileOutput;
import loom.aml.io.FileState;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.item.ItemKind;
import loom.aml.store.Cause;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.Finding;
import loom.aml.store.Findings;
import loom.aml.store.Removal;
import loom.aml.store.Transformation;
import loom.aml.store.log.Archive;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.Ownership;
import loom.aml.store.log.PathWithin;
import org.jspecify.annotations.Nullable;

/**
 * The first half of a change: everything that can be done without a lock. Reads the file, stages what it is to become, archives
 * what leaves. Nothing that anybody else can see has changed when it returns.
 */
final class Preparation {
    private final Disk disk;
    private final Path root;
    private final StoreOptions options;
    private final ChangeLog log;

    Preparation(Disk disk, Path root, StoreOptions options, ChangeLog log) {
        this.disk = disk;
        this.root = root;
        this.options = options;
        this.log = log;
    }

    /**
     * Prepares a change.
     *
     * @param afresh whether the file is known to be written by others: the plan is held against its items then, whatever its
     *     state looks like
     * @param token names the files of this attempt
     * @param findings takes what could not be done as planned
     * @return nothing if there is nothing left to do
     * @throws OvertakenException if another attempt may succeed
     */
    Optional<Prepared> prepare(FileChange change, boolean afresh, String token, List<Finding> findings)
            throws IOException {
        return switch (change) {
            case FileChange.Rewrite rewrite -> rewrite(rewrite, afresh, token, findings);
            case FileChange.PutBack putBack -> putBack(putBack, token, findings);
            case FileChange.Remove remove -> remove(remove, findings);
            case FileChange.Adopt adopt -> adopt(adopt, findings);
            case FileChange.Replace replace -> replace(replace, token, findings);
            case FileChange.PutFileBack putFileBack -> putFileBack(putFileBack, token, findings);
            case FileChange.Restore restore -> restore(restore, token, findings);
            case FileChange.Put put -> put(put, token, findings);
            case FileChange.Transform transform ->
                transform(transform.file(), change, transform.transformation(), token, findings);
            case FileChange.Revert revert -> revert(revert, token, findings);
            case FileChange.Compose compose -> compose(compose, token, findings);
            case FileChange.Recode recode -> recode(recode, token, findings);
        };
    }

    private Path target(FileChange change) throws IOException {
        return PathWithin.of(disk, root, change.path());
    }

    private Optional<Prepared> rewrite(FileChange.Rewrite change, boolean afresh, String token, List<Finding> findings)
            throws IOException {
        Instant readAt = disk.now();
        Path target = target(change);
        List<Removal> removals = survivorsElsewhere(change, findings);
        try (ChecksummedInput file = new ChecksummedInput(disk.open(target))) {
            if (afresh || !file.state().equals(change.seen())) {
                removals = rebased(change, file.state(), removals, findings);
            }
            if (removals.isEmpty() && change.encoding() == null) {
                return Optional.empty();
            }
            try (TextInput text = TextInput.of(file, options.gzipLimits());
                    StagedFile staged = stage(
                            target,
                            token,
                            Optional.ofNullable(change.encoding()).orElse(text.encoding()));
                    ChangeLog.ItemArchive archive = log.archiveItems(change.file())) {
                RewriteVisitor visitor = new RewriteVisitor(removals, staged.text(), archive);
                CollectionReader.read(text, change.file().kind(), visitor);
                if (!visitor.isComplete()) {
                    throw new OvertakenException();
                }
                Checksum.Content after = staged.finish();
                verify(staged, change.file().kind(), visitor.kept());
                FileOutcome outcome = new FileOutcome(
                        change.path(),
                        FileOutcome.Change.REWRITE,
                        true,
                        visitor.removed(),
                        0,
                        file.state().size(),
                        after.size(),
                        findings);
                Checksum.Content before = file.content();
                String archived = removals.isEmpty() ? null : archive.finish();
                return Optional.of(new Prepared(
                        target, file.state(), readAt, before, staged.keep(), null, after, archived, outcome));
            }
        }
    }

    /** A duplicate whose survivor stands in the other file of the collection leaves only while that file is as it was. */
    private List<Removal> survivorsElsewhere(FileChange.Rewrite change, List<Finding> findings) throws IOException {
        List<Removal> safe = new ArrayList<>();
        int kept = 0;
        for (Removal removal : change.removals()) {
            Removal.Survivor survivor = removal.survivor();
            if (survivor == null
                    || survivor.file().equals(change.file())
                    || disk.state(FileName.resolve(root, survivor.file().path()))
                            .equals(survivor.seen())) {
                safe.add(removal);
            } else {
                kept++;
            }
        }
        if (kept > 0) {
            findings.add(Finding.of(
                    Finding.Kind.CHANGED,
                    change.path(),
                    kept + " duplicates were kept, for the file with the items that should survive them changed",
                    "the next run judges them anew"));
        }
        return safe;
    }

    /** The removals that still hold in the version of the file that is being read. */
    private List<Removal> rebased(
            FileChange.Rewrite change, FileState version, List<Removal> removals, List<Finding> findings)
            throws IOException {
        Rebase rebase = new Rebase(change.file(), removals);
        try (TextInput text = TextInput.of(disk.open(FileName.resolve(root, change.path())), options.gzipLimits())) {
            if (!text.state().equals(version)) {
                throw new OvertakenException();
            }
            CollectionReader.read(text, change.file().kind(), rebase);
        }
        return rebase.removals(findings);
    }

    private Optional<Prepared> putBack(FileChange.PutBack change, String token, List<Finding> findings)
            throws IOException {
        Instant readAt = disk.now();
        Path target = target(change);
        FileState state = disk.state(target);
        if (state.isMissing()) {
            return putBackIntoNothing(change, target, token, readAt, findings);
        }
        Checksum.Content content = ChecksummedInput.of(disk, target);
        boolean exact = content.equals(change.left());
        Set<Long> standing =
                exact ? Set.of() : standingIds(target, content, change.file().kind());
        try (ChecksummedInput file = new ChecksummedInput(disk.open(target));
                TextInput text = TextInput.of(file, options.gzipLimits());
                StagedFile staged = stage(target, token, text.encoding());
                FileChange.Insertions.Source source = change.insertions().open()) {
            PutBackVisitor visitor = new PutBackVisitor(source, staged.text(), exact, standing);
            CollectionReader.read(text, change.file().kind(), visitor);
            requireContent(file, content);
            return finishPutBack(change, target, file.state(), readAt, content, visitor, staged, findings);
        }
    }

    /** What was found out about a file in one look holds for the next only if both saw the same. */
    private static void requireContent(ChecksummedInput file, Checksum.Content content) throws IOException {
        if (!file.content().equals(content)) {
            throw new OvertakenException();
        }
    }

    private Optional<Prepared> putBackIntoNothing(
            FileChange.PutBack change, Path target, String token, Instant readAt, List<Finding> findings)
            throws IOException {
        try (StagedFile staged = stage(target, token, change.encoding());
                FileChange.Insertions.Source source = change.insertions().open()) {
            PutBackVisitor visitor = new PutBackVisitor(source, staged.text(), false, Set.of());
            visitor.head(new byte[0]);
            return finishPutBack(change, target, FileState.MISSING, readAt, null, visitor, staged, findings);
        }
    }

    private Optional<Prepared> finishPutBack(
            FileChange.PutBack change,
            Path target,
            FileState state,
            Instant readAt,
            Checksum.@Nullable Content before,
            PutBackVisitor visitor,
            StagedFile staged,
            List<Finding> findings)
            throws IOException {
        visitor.finish();
        for (String id : visitor.refused()) {
            findings.add(Finding.of(
                    Finding.Kind.CHANGED,
                    change.file().agent() + "/" + change.file().kind().word() + "/" + id,
                    "an item of this id stands in the collection",
                    "not put back; the archived one stays in the archive"));
        }
        if (visitor.inserted() == 0) {
            return Optional.empty();
        }
        Checksum.Content after = staged.finish();
        verify(staged, change.file().kind(), visitor.written());
        FileOutcome outcome = new FileOutcome(
                change.path(),
                FileOutcome.Change.PUT_BACK,
                true,
                Map.of(),
                visitor.inserted(),
                state.size(),
                after.size(),
                findings);
        return Optional.of(new Prepared(target, state, readAt, before, staged.keep(), null, after, null, outcome));
    }

    private Set<Long> standingIds(Path target, Checksum.Content content, ItemKind kind) throws IOException {
        Set<Long> ids = new HashSet<>();
        try (ChecksummedInput file = new ChecksummedInput(disk.open(target));
                TextInput text = TextInput.of(file, options.gzipLimits())) {
            CollectionReader.read(text, kind, item -> ids.add(item.idHash()));
            requireContent(file, content);
        }
        return ids;
    }

    private Optional<Prepared> remove(FileChange.Remove change, List<Finding> findings) throws IOException {
        Instant readAt = disk.now();
        Path target = target(change);
        try (ChecksummedInput file = new ChecksummedInput(disk.open(target))) {
            if (!file.state().equals(change.seen())) {
                return changed(change.path(), findings);
            }
            String archived = log.archiveFile(change.path(), file, disk.wholeAccess(target));
            FileOutcome outcome = FileOutcome.ofVersion(
                    change, change.difference(), change.cause(), file.state().size(), 0, findings);
            return Optional.of(
                    new Prepared(target, file.state(), readAt, file.content(), null, null, null, archived, outcome));
        }
    }

    private Optional<Prepared> adopt(FileChange.Adopt change, List<Finding> findings) throws IOException {
        Instant readAt = disk.now();
        Path from = target(change);
        Path target = FileName.resolve(root, change.file().twin().path());
        FileState state = disk.state(from);
        if (!state.isFile() || !disk.state(target).isMissing()) {
            return changed(change.path(), findings);
        }
        FileOutcome outcome = new FileOutcome(
                change.file().twin().path(),
                FileOutcome.Change.ADOPT,
                true,
                Map.of(),
                0,
                state.size(),
                state.size(),
                findings);
        return Optional.of(new Prepared(
                target, FileState.MISSING, readAt, null, from, state, ChecksummedInput.of(disk, from), null, outcome));
    }

    private Optional<Prepared> replace(FileChange.Replace change, String token, List<Finding> findings)
            throws IOException {
        Instant readAt = disk.now();
        Path target = target(change);
        try (ChecksummedInput file = new ChecksummedInput(disk.open(target))) {
            if (!file.state().equals(change.seen())) {
                return changed(change.path(), findings);
            }
            try (TextInput text = TextInput.of(disk.open(target), options.gzipLimits());
                    StagedFile staged = stage(target, token, text.encoding())) {
                if (!text.state().equals(file.state())) {
                    throw new OvertakenException();
                }
                int saved = change.salvage().write(text, staged.text());
                Checksum.Content after = staged.finish();
                verify(staged, change.file().kind(), saved);
                String archived = log.archiveFile(change.path(), file);
                FileOutcome outcome = new FileOutcome(
                        change.path(),
                        FileOutcome.Change.REPLACE,
                        true,
                        Map.of(),
                        saved,
                        file.state().size(),
                        after.size(),
                        findings);
                return Optional.of(new Prepared(
                        target, file.state(), readAt, file.content(), staged.keep(), null, after, archived, outcome));
            }
        }
    }

    private Optional<Prepared> putFileBack(FileChange.PutFileBack change, String token, List<Finding> findings)
            throws IOException {
        Path target = target(change);
        FileState state = disk.state(target);
        Checksum.Content standing = state.isMissing() ? null : ChecksummedInput.of(disk, target);
        if (standing == null ? change.left() != null : !standing.equals(change.left())) {
            return changed(change.path(), findings);
        }
        return version(
                change, change.content(), change.access(), change.difference(), change.cause(), state, token, findings);
    }

    private Optional<Prepared> restore(FileChange.Restore change, String token, List<Finding> findings)
            throws IOException {
        FileState state = disk.state(target(change));
        if (!state.equals(change.seen())) {
            return changed(change.path(), findings);
        }
        return version(
                change, change.content(), change.access(), change.difference(), change.cause(), state, token, findings);
    }

    /** Gives a file another version of it. What stands there goes to the archive, whatever it has become since it was looked at. */
    private Optional<Prepared> version(
            FileChange change,
            FileChange.Content content,
            @Nullable Access access,
            FileChange.Difference difference,
            Cause cause,
            FileState expected,
            String token,
            List<Finding> findings)
            throws IOException {
        Instant readAt = disk.now();
        Path target = target(change);
        try (StagedFile staged = stageAs(access, target, token)) {
            content.writeTo(staged.text());
            Checksum.Content after = staged.finish();
            FileOutcome outcome =
                    FileOutcome.ofVersion(change, difference, cause, expected.size(), after.size(), findings);
            if (expected.isMissing()) {
                return Optional.of(
                        new Prepared(target, expected, readAt, null, staged.keep(), null, after, null, outcome));
            }
            try (ChecksummedInput file = new ChecksummedInput(disk.open(target))) {
                if (!file.state().equals(expected)) {
                    throw new OvertakenException();
                }
                String archived = log.archiveFile(change.path(), file, disk.wholeAccess(target));
                return Optional.of(new Prepared(
                        target, expected, readAt, file.content(), staged.keep(), null, after, archived, outcome));
            }
        }
    }

    /** What stands is replaced by nothing that belongs to somebody else than it should. */
    private StagedFile stageAs(@Nullable Access access, Path target, String token) throws IOException {
        if (access == null) {
            return stage(target, token, Encoding.PLAIN);
        }
        Path staged = stagedPath(target, token);
        boolean isNew = disk.state(target).isMissing();
        FileOutput file =
                isNew ? Ownership.createFile(disk, staged, access) : disk.create(staged, whole(access, target));
        return new StagedFile(disk, staged, file, Encoding.PLAIN);
    }

    /** What was not noted of an access stays as it is. */
    private Access whole(Access access, Path target) throws IOException {
        if (access.attributes() != null) {
            return access;
        }
        Access present = disk.wholeAccess(target);
        return new Access(access.mode(), access.owner(), access.group(), present.special(), present.attributes());
    }

    private Optional<Prepared> put(FileChange.Put change, String token, List<Finding> findings) throws IOException {
        Instant readAt = disk.now();
        Path target = target(change);
        FileState state = disk.state(target);
        if (!state.equals(change.seen())) {
            return changed(change.path(), findings);
        }
        Checksum.Content before = state.isMissing() ? null : ChecksummedInput.of(disk, target);
        try (StagedFile staged = stage(target, token, Encoding.PLAIN)) {
            staged.text().write(change.content());
            Checksum.Content after = staged.finish();
            FileOutcome outcome = new FileOutcome(
                    change.path(), FileOutcome.Change.PUT, true, Map.of(), 0, state.size(), after.size(), findings);
            return Optional.of(new Prepared(target, state, readAt, before, staged.keep(), null, after, null, outcome));
        }
    }

    private Optional<Prepared> transform(
            CollectionFile of, FileChange change, Transformation transformation, String token, List<Finding> findings)
            throws IOException {
        Instant readAt = disk.now();
        Path target = target(change);
        Findings refused = new Findings(change.path());
        try (ChecksummedInput file = new ChecksummedInput(disk.open(target));
                TextInput text = TextInput.of(file, options.gzipLimits());
                StagedFile staged = stage(target, token, text.encoding());
                ChangeLog.TransformArchive archive = log.archiveTransformed(of)) {
            TransformVisitor visitor = new TransformVisitor(transformation, staged.text(), archive, refused);
            CollectionReader.read(text, of.kind(), visitor);
            findings.addAll(refused.list());
            if (visitor.transformed() == 0) {
                return Optional.empty();
            }
            Checksum.Content after = staged.finish();
            verify(staged, of.kind(), visitor.written());
            FileOutcome outcome = new FileOutcome(
                    change.path(),
                    FileOutcome.Change.of(change),
                    true,
                    Map.of(),
                    0,
                    visitor.transformed(),
                    file.state().size(),
                    after.size(),
                    findings);
            Checksum.Content before = file.content();
            String archived = archive.finish();
            return Optional.of(
                    new Prepared(target, file.state(), readAt, before, staged.keep(), null, after, archived, outcome));
        }
    }

    private Optional<Prepared> revert(FileChange.Revert change, String token, List<Finding> findings)
            throws IOException {
        FileChange.Transformed transformed = change.transformed();
        Archive archive = new Archive(disk, new LogFolder(disk, root), transformed.run());
        try (FormerShapes former = new FormerShapes(archive, transformed.archive())) {
            return transform(
                    change.file(), change, new RevertedItems(change.transformation(), former), token, findings);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Optional<Prepared> compose(FileChange.Compose change, String token, List<Finding> findings)
            throws IOException {
        Instant readAt = disk.now();
        Path target = target(change);
        FileState state = FileState.MISSING;
        byte[] present = null;
        if (!disk.state(target).isMissing()) {
            try (FileInput file = disk.open(target)) {
                state = file.state();
                present = file.readAll(target, FileMemoryStore.LARGEST_DOCUMENT);
            }
        }
        Checksum.Content before = present == null ? null : contentOf(present);
        try (StagedFile staged = stage(target, token, Encoding.PLAIN)) {
            staged.text().write(change.composition().compose(log, present));
            Checksum.Content after = staged.finish();
            FileOutcome outcome = new FileOutcome(
                    change.path(), FileOutcome.Change.COMPOSE, true, Map.of(), 0, state.size(), after.size(), findings);
            return Optional.of(new Prepared(target, state, readAt, before, staged.keep(), null, after, null, outcome));
        }
    }

    private Optional<Prepared> recode(FileChange.Recode change, String token, List<Finding> findings)
            throws IOException {
        Instant readAt = disk.now();
        Path target = target(change);
        try (ChecksummedInput file = new ChecksummedInput(disk.open(target));
                TextInput text = TextInput.of(file, options.gzipLimits())) {
            if (!file.state().equals(change.seen())) {
                return changed(change.path(), findings);
            }
            if (text.encoding() == (change.compresses() ? Encoding.GZIP : Encoding.PLAIN)) {
                return Optional.empty();
            }
            Path path = stagedPath(target, token);
            try (StagedFile staged = new StagedFile(disk, path, created(path, target), change.level())) {
                CopiedText copied = new CopiedText(text, staged.text());
                CollectionReader.read(copied, change.file().kind(), _ -> {});
                Checksum.Content after = staged.finish(file.state().modified());
                if (change.compresses() && after.size() >= file.state().size()) {
                    return Optional.empty();
                }
                if (change.compresses()
                        && !options.gzipLimits().allow(copied.content().size(), after.size())) {
                    findings.add(Finding.of(
                            Finding.Kind.KEPT,
                            change.path(),
                            "shrinks so much that its gzip would be rejected as a decompression bomb",
                            "left as plain text"));
                    return Optional.empty();
                }
                requireText(staged, copied.content());
                FileOutcome outcome = new FileOutcome(
                        change.path(),
                        FileOutcome.Change.of(change),
                        true,
                        Map.of(),
                        0,
                        file.state().size(),
                        after.size(),
                        findings);
                return Optional.of(new Prepared(
                        target, file.state(), readAt, file.content(), staged.keep(), null, after, null, outcome));
            }
        }
    }

    /** Reads a staged file back: its text must be the one that it was made of. */
    private void requireText(StagedFile staged, Checksum.Content expected) throws IOException {
        try (TextInput text = TextInput.of(disk.open(staged.path()), options.gzipLimits())) {
            CopiedText copied = new CopiedText(text, OutputStream.nullOutputStream());
            if (!copied.readAll().equals(expected)) {
                throw new IOException("what it was to become turned out to be another text");
            }
        } catch (DamagedException e) {
            throw new IOException("what it was to become turned out to be unsound: " + e.getMessage(), e);
        }
    }

    private static Checksum.Content contentOf(byte[] bytes) {
        Checksum checksum = new Checksum();
        checksum.update(bytes, 0, bytes.length);
        return checksum.content();
    }

    private static Optional<Prepared> changed(String path, List<Finding> findings) {
        findings.add(Finding.of(
                Finding.Kind.CHANGED,
                path,
                "was changed by another program after the plan was made",
                "left as it is now"));
        return Optional.empty();
    }

    private StagedFile stage(Path target, String token, Encoding encoding) throws IOException {
        Path staged = stagedPath(target, token);
        return new StagedFile(disk, staged, created(staged, target), encoding);
    }

    private Path stagedPath(Path target, String token) throws IOException {
        return OwnFiles.stagingDirectory(disk, root, directoryOf(target))
                .resolve(OwnFiles.PREFIX + token + OwnFiles.STAGED);
    }

    private static Path directoryOf(Path target) {
        return Objects.requireNonNull(target.getParent(), "a file of a store lies in a directory");
    }

    /** A file stays its owner's, or is not changed; one that did not stand before is open to whom its directory is. */
    private FileOutput created(Path staged, Path target) throws IOException {
        Path directory = directoryOf(target);
        if (!disk.state(target).isMissing()) {
            return disk.create(staged, disk.wholeAccess(target));
        }
        Access parent = disk.wholeAccess(disk.state(directory).isMissing() ? root : directory);
        return Ownership.createFile(disk, staged, parent.withoutExecution());
    }

    /** Reads a staged file back: it must be sound, and hold just the elements that it should. */
    private void verify(StagedFile staged, ItemKind kind, int elements) throws IOException {
        int found;
        try (TextInput text = TextInput.of(disk.open(staged.path()), options.gzipLimits())) {
            found = CollectionReader.read(text, kind, _ -> {});
        } catch (DamagedException e) {
            throw new IOException("what it was to become turned out to be unsound: " + e.getMessage(), e);
        }
        if (found != elements) {
            throw new IOException("staged file holds " + found + " elements and should hold " + elements);
        }
    }
}
