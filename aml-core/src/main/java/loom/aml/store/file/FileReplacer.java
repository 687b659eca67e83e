package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.ByteSink;
import loom.aml.io.Checksum;
import loom.aml.io.ChecksummedInput;
import loom.aml.io.Disk;
import loom.aml.io.Encoding;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.FileState;
import loom.aml.io.TeeText;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.storage.PathWithin;
import loom.aml.store.ChangeLog;
import loom.aml.store.CollectionChange;
import loom.aml.store.DocumentChange;
import loom.aml.store.EditedLines;
import loom.aml.store.FileChange;
import loom.aml.store.FileOutcome;
import loom.aml.store.FileVersion;
import loom.aml.store.Finding;
import loom.aml.store.StoreChange;
import loom.aml.store.StoreOptions;

/**
 * Prepares the replacement of a whole file: stages its next version, and archives the present one unless it is
 * preserved elsewhere.
 */
final class FileReplacer {
    /** The maximum bytes of a document that is not a collection: pins, the schema version, the files of monitoring. */
    static final long LARGEST_DOCUMENT = 64_000_000;

    private final Disk disk;
    private final Path root;
    private final StoreOptions options;
    private final ChangeLog log;
    private final Staging staging;
    private final CollectionTexts texts;

    FileReplacer(Disk disk, Path root, StoreOptions options, ChangeLog log, Staging staging, CollectionTexts texts) {
        this.disk = disk;
        this.root = root;
        this.options = options;
        this.log = log;
        this.staging = staging;
        this.texts = texts;
    }

    /** The treatment of the present version of a file that is replaced. */
    private enum Present {
        ARCHIVED,
        DROPPED
    }

    Optional<Prepared> put(DocumentChange.Put change, String token, List<Finding> findings) throws IOException {
        Target target = target(change);
        return FileVersion.stateOf(change.seen()).equals(target.state())
                ? document(change, target, change.content(), Present.DROPPED, token, findings)
                : changed(change, findings);
    }

    Optional<Prepared> editLines(CollectionChange.EditLines change, String token, List<Finding> findings)
            throws IOException {
        Target target = target(change);
        byte[] present = null;
        if (!target.state().isMissing()) {
            try (FileInput file = disk.open(target.path())) {
                target = target.in(file.state());
                present = file.readAll(target.path(), EditedLines.LARGEST_FILE);
            }
        }
        EditedLines edited = change.editing().of(present);
        findings.addAll(edited.findings());
        if (edited.next().isEmpty()) {
            return Optional.empty();
        }
        try (StagedFile staged = staging.stage(target.path(), token, Encoding.PLAIN)) {
            staged.text().write(edited.next().get());
            Checksum.Content after = staged.finish();
            staging.requireText(staged, after);
            return replaced(
                    target,
                    staged,
                    after,
                    Present.DROPPED,
                    edited.outcome(change, target.state().size(), after.size(), findings));
        }
    }

    Optional<Prepared> compose(DocumentChange.Compose change, String token, List<Finding> findings) throws IOException {
        Target target = target(change);
        byte[] present = null;
        if (!target.state().isMissing()) {
            try (FileInput file = disk.open(target.path())) {
                target = target.in(file.state());
                present = file.readAll(target.path(), LARGEST_DOCUMENT);
            }
        }
        return document(
                change,
                target,
                change.composition().compose(log, present),
                change.isArchived() ? Present.ARCHIVED : Present.DROPPED,
                token,
                findings);
    }

    private Optional<Prepared> document(
            StoreChange change, Target target, byte[] content, Present present, String token, List<Finding> findings)
            throws IOException {
        try (StagedFile staged = staging.stage(target.path(), token, Encoding.PLAIN)) {
            staged.text().write(content);
            Checksum.Content after = staged.finish();
            return replaced(target, staged, after, present, outcome(change, target, 0, after, findings));
        }
    }

    /** Restores a file from the archive of a run, if its content is still as the run left it. */
    Optional<Prepared> putFileBack(FileChange.PutFileBack change, String token, List<Finding> findings)
            throws IOException {
        Target target = target(change);
        Checksum.Content present = target.state().isMissing() ? null : Checksum.of(disk, target.path());
        if (present == null ? change.left() != null : !present.equals(change.left())) {
            return changed(change, findings);
        }
        return version(change, target, token, findings);
    }

    /** Restores a file from a snapshot, if it is still the version that was compared with the snapshot. */
    Optional<Prepared> restore(FileChange.Restore change, String token, List<Finding> findings) throws IOException {
        Target target = target(change);
        if (!FileVersion.stateOf(change.seen()).equals(target.state())) {
            return changed(change, findings);
        }
        return version(change, target, token, findings);
    }

    private Optional<Prepared> version(FileChange.OfVersion change, Target target, String token, List<Finding> findings)
            throws IOException {
        try (StagedFile staged = staging.stage(target.path(), token, change.access())) {
            change.content().writeTo(staged.text());
            Checksum.Content after = staged.finish();
            staging.narrowed(change.access(), staged, change.path()).ifPresent(findings::add);
            FileOutcome outcome = FileOutcome.ofVersion(
                    change, change.difference(), change.cause(), target.state().size(), after.size(), findings);
            return replaced(target, staged, after, Present.ARCHIVED, outcome);
        }
    }

    /** Replaces a damaged collection by the items that can be read. */
    Optional<Prepared> salvage(FileChange.Replace change, String token, List<Finding> findings) throws IOException {
        Target target = target(change);
        try (TextInput text = TextInput.of(disk.open(target.path()), options.gzipLimits())) {
            if (!FileVersion.stateOf(change.seen()).equals(text.state())) {
                return changed(change, findings);
            }
            try (StagedFile staged = staging.stage(target.path(), token, text.encoding())) {
                int saved = change.salvage().write(text, staged.text());
                Checksum.Content after = staged.finish();
                staging.requireElements(staged, change.file(), texts, saved);
                return replaced(
                        target.in(text.state()),
                        staged,
                        after,
                        Present.ARCHIVED,
                        outcome(change, target.in(text.state()), saved, after, findings));
            }
        }
    }

    Optional<Prepared> recode(FileChange.Recode change, String token, List<Finding> findings) throws IOException {
        Target target = target(change);
        try (TextInput text = TextInput.of(disk.open(target.path()), options.gzipLimits())) {
            if (!FileVersion.stateOf(change.seen()).equals(text.state())) {
                return changed(change, findings);
            }
            if (text.encoding() == (change.compresses() ? Encoding.GZIP : Encoding.PLAIN)) {
                return Optional.empty();
            }
            target = target.in(text.state());
            try (StagedFile staged = staging.stage(target.path(), token, change.level())) {
                Checksum checksum = new Checksum();
                TextInput copied = new TeeText(text, ByteSink.both(staged.text()::write, checksum::update));
                CollectionReader.read(copied, change.file().kind(), _ -> {});
                Checksum.Content after = staged.finish(target.state().modified());
                if (change.compresses() && !isWorthwhile(change, checksum.content(), after, findings)) {
                    return Optional.empty();
                }
                staging.requireText(staged, checksum.content());
                return replaced(target, staged, after, Present.DROPPED, outcome(change, target, 0, after, findings));
            }
        }
    }

    private boolean isWorthwhile(
            FileChange.Recode change, Checksum.Content text, Checksum.Content gzip, List<Finding> findings) {
        if (gzip.size() >= change.seen().bytes()) {
            return false;
        }
        boolean isReadable = options.gzipLimits().allow(text.size(), gzip.size());
        if (!isReadable) {
            findings.add(Finding.of(
                    Finding.Kind.KEPT,
                    change.path(),
                    "shrinks so much that its gzip would be rejected as a decompression bomb",
                    "left as plain text"));
        }
        return isReadable;
    }

    Optional<Prepared> remove(FileChange.Remove change, List<Finding> findings) throws IOException {
        Target target = target(change);
        try (ChecksummedInput file = new ChecksummedInput(disk.open(target.path()))) {
            if (!FileVersion.stateOf(change.seen()).equals(file.state())) {
                return changed(change, findings);
            }
            String archive = log.archiveFile(change.path(), file, disk.wholeAccess(target.path()));
            FileOutcome outcome = FileOutcome.ofVersion(
                    change, change.difference(), change.cause(), file.state().size(), 0, findings);
            return Optional.of(new Prepared(
                    target.path(), file.state(), target.readAt(), file.content(), null, null, null, archive, outcome));
        }
    }

    /** Replaces or removes a file of which no copy may stay. */
    Optional<Prepared> purge(FileChange.Purge change, String token, List<Finding> findings) throws IOException {
        Target target = target(change);
        if (!FileVersion.stateOf(change.seen()).equals(target.state())) {
            return changed(change, findings);
        }
        if (change.content().isPresent()) {
            return document(change, target, change.content().get(), Present.DROPPED, token, findings);
        }
        try (ChecksummedInput file = new ChecksummedInput(disk.open(target.path()))) {
            FileOutcome outcome = outcome(change, target, 0, new Checksum.Content(0, ""), findings);
            return Optional.of(new Prepared(
                    target.path(), target.state(), target.readAt(), file.content(), null, null, null, null, outcome));
        }
    }

    /** Renames a lone {@code .gz} file. Nothing is staged: the file itself is renamed. */
    Optional<Prepared> adopt(FileChange.Adopt change, List<Finding> findings) throws IOException {
        Target from = target(change);
        Path to = FileName.resolve(root, change.file().twin().path());
        if (!from.state().isFile() || !disk.state(to).isMissing()) {
            return changed(change, findings);
        }
        long size = from.state().size();
        FileOutcome outcome = new FileOutcome(
                change.file().twin().path(), StoreChange.Kind.ADOPT, true, Map.of(), 0, size, size, findings);
        return Optional.of(new Prepared(
                to,
                FileState.MISSING,
                from.readAt(),
                null,
                from.path(),
                from.state(),
                Checksum.of(disk, from.path()),
                null,
                outcome));
    }

    /**
     * Completes every replacement: reads the present version again, which must be the expected one, and archives it.
     */
    private Optional<Prepared> replaced(
            Target target, StagedFile staged, Checksum.Content after, Present present, FileOutcome outcome)
            throws IOException {
        Checksum.Content before = null;
        String archive = null;
        if (!target.state().isMissing()) {
            try (ChecksummedInput file = new ChecksummedInput(disk.open(target.path()))) {
                if (!file.state().equals(target.state())) {
                    throw new OvertakenException();
                }
                if (present == Present.ARCHIVED) {
                    archive = log.archiveFile(outcome.path(), file, disk.wholeAccess(target.path()));
                }
                before = file.content();
            }
        }
        return Optional.of(new Prepared(
                target.path(), target.state(), target.readAt(), before, staged.keep(), null, after, archive, outcome));
    }

    /**
     * A file and the version to replace.
     *
     * @param state the version that the replacement is made from
     * @param readAt a time before that version was read
     */
    private record Target(Path path, FileState state, Instant readAt) {
        Target in(FileState version) {
            return new Target(path, version, readAt);
        }
    }

    private Target target(StoreChange change) throws IOException {
        Instant readAt = disk.now();
        Path path = PathWithin.of(disk, root, change.path());
        return new Target(path, disk.state(path), readAt);
    }

    private static FileOutcome outcome(
            StoreChange change, Target target, int inserted, Checksum.Content after, List<Finding> findings) {
        return new FileOutcome(
                change.path(),
                change.kind(),
                true,
                Map.of(),
                inserted,
                target.state().size(),
                after.size(),
                findings);
    }

    private static Optional<Prepared> changed(StoreChange change, List<Finding> findings) {
        findings.add(Finding.of(
                Finding.Kind.CHANGED,
                change.path(),
                "was changed by another program after the plan was made",
                "left unchanged"));
        return Optional.empty();
    }
}
