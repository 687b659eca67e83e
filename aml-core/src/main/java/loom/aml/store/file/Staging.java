package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import loom.aml.io.Access;
import loom.aml.io.Checksum;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.Encoding;
import loom.aml.io.FileOutput;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.storage.Ownership;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Rendering;
import loom.aml.store.StoreOptions;
import org.jspecify.annotations.Nullable;

/** Creates staged files with the access of their targets, and reads them back before they are used. */
final class Staging {
    private final Disk disk;
    private final Path root;
    private final WorkFolder work;
    private final StoreOptions options;

    Staging(WorkFolder work, StoreOptions options) {
        this.disk = work.disk();
        this.root = work.root();
        this.work = work;
        this.options = options;
    }

    /** Stages the next version of a file, with the owner, mode and attributes of the present one. */
    StagedFile stage(Path target, String token, Encoding encoding) throws IOException {
        Path staged = work.staged(target, token);
        return new StagedFile(disk, staged, create(staged, target), encoding);
    }

    /**
     * Stages the next version of a collection.
     *
     * @param rendering the form in which its text is stored; null for the text itself
     * @param former the present file, if it has such a form
     */
    StagedFile stage(Path target, String token, Encoding encoding, @Nullable Rendering rendering, byte[] former)
            throws IOException {
        Path staged = work.staged(target, token);
        return new StagedFile(disk, staged, create(staged, target), encoding, rendering, former);
    }

    /**
     * Stages the next version of a file, compressed with gzip.
     *
     * @param level 1 to 9; 0 stores plain text
     */
    StagedFile stage(Path target, String token, int level) throws IOException {
        Path staged = work.staged(target, token);
        return new StagedFile(disk, staged, create(staged, target), level);
    }

    /**
     * Stages bytes that are stored as they are.
     *
     * @param access the owner, mode and attributes of the file; null keeps those of the target
     */
    StagedFile stage(Path target, String token, @Nullable Access access) throws IOException {
        if (access == null) {
            return stage(target, token, Encoding.PLAIN);
        }
        Path staged = work.staged(target, token);
        boolean isNew = disk.state(target).isMissing();
        FileOutput file =
                isNew ? Ownership.createFile(disk, staged, access) : disk.create(staged, completed(access, target));
        return new StagedFile(disk, staged, file, Encoding.PLAIN);
    }

    /** Replaces attributes that were not recorded by those of the target. */
    private Access completed(Access access, Path target) throws IOException {
        if (access.attributes() != null) {
            return access;
        }
        Access present = disk.wholeAccess(target);
        return new Access(access.mode(), access.owner(), access.group(), present.special(), present.attributes());
    }

    private static Path directoryOf(Path target) {
        return Objects.requireNonNull(target.getParent(), "every file of a store is in a directory");
    }

    private FileOutput create(Path staged, Path target) throws IOException {
        Path directory = directoryOf(target);
        return Ownership.createReplacement(
                disk, staged, target, disk.state(directory).isMissing() ? root : directory);
    }

    /**
     * Reads a staged collection back.
     *
     * @throws IOException if it is damaged, or does not hold the expected number of elements
     */
    void requireElements(StagedFile staged, CollectionFile file, CollectionTexts texts, int expected)
            throws IOException {
        int found;
        try (TextInput text = texts.of(file, disk.open(staged.path()))) {
            found = CollectionReader.read(text, file.kind(), _ -> {});
        } catch (DamagedException e) {
            throw unsound(e);
        }
        if (found != expected) {
            throw new IOException("staged file holds " + found + " elements and should hold " + expected);
        }
    }

    /**
     * Reads a staged file back.
     *
     * @throws IOException if its text is not the expected one
     */
    void requireText(StagedFile staged, Checksum.Content expected) throws IOException {
        try (TextInput text = TextInput.of(disk.open(staged.path()), options.gzipLimits())) {
            Checksum checksum = new Checksum();
            text.transferTo(checksum::update);
            if (!checksum.content().equals(expected)) {
                throw new IOException("the text of the staged file differs from the text that was written");
            }
        } catch (DamagedException e) {
            throw unsound(e);
        }
    }

    private static IOException unsound(DamagedException e) {
        return new IOException("the staged file is damaged: " + e.getMessage(), e);
    }

    /**
     * Returns the finding for a staged file without its access control list or attributes, if the file system does not
     * support them.
     */
    Optional<Finding> narrowed(@Nullable Access access, StagedFile staged, String path) throws IOException {
        SortedMap<String, String> wanted = access == null ? null : access.attributes();
        if (wanted == null
                || wanted.isEmpty()
                || wanted.equals(disk.wholeAccess(staged.path()).attributes())) {
            return Optional.empty();
        }
        return Optional.of(Finding.of(
                Finding.Kind.UNREADABLE,
                path,
                "was restored without its access control list or extended attributes, which cannot be set here",
                "nobody has more access than before; set the list again on a file system that supports it"));
    }
}
