package loom.aml.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import loom.aml.io.Checksum;
import loom.aml.io.FileInput;
import loom.aml.io.FileOutput;

/**
 * The before-image of a file that a change replaces: a second name of the former version, or its copy on a file system without
 * hard links.
 *
 * @param path the path of the image
 */
record BeforeImage(WorkFolder work, Path path) {

    /** Makes the image a second name of the file; returns false if the file system has no hard links. */
    boolean link(Path target) throws IOException {
        try {
            work.disk().link(target, path);
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    /** Makes the image a copy of the file. */
    void copy(Path target) throws IOException {
        try (FileInput in = work.disk().open(target);
                FileOutput out = work.create(path)) {
            in.transferTo(out::write);
            out.sync();
        }
    }

    /**
     * Gives a file back to a program that wrote it at the moment of the visible step, where no lock excludes that: its text is
     * in the image, which is the same file.
     *
     * @return whether the visible step was taken back
     */
    boolean giveBack(Prepared prepared) throws IOException {
        if (Checksum.of(work.disk(), path).equals(prepared.before())) {
            return false;
        }
        Path target = prepared.target();
        boolean isOurs = work.disk().state(target).isMissing()
                ? prepared.after() == null
                : Checksum.of(work.disk(), target).equals(prepared.after());
        if (!isOurs) {
            // Written once more since: the later text counts, as it would have without this change.
            return false;
        }
        work.disk().rename(path, target);
        work.disk()
                .syncDirectory(Objects.requireNonNull(target.getParent(), "every file of a store is in a directory"));
        return true;
    }
}
