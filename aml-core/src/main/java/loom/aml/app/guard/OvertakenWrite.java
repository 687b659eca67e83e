package loom.aml.app.guard;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.Checksum;
import loom.aml.io.FileInput;
import loom.aml.io.FileName;
import loom.aml.io.Sha256;
import loom.aml.io.SmallFile;
import loom.aml.run.ObservedChanges;
import loom.aml.store.StorePaths;

/**
 * A write that another program overwrote before the hook after it could look. The hook gets the written text from Claude
 * Code, so that version is recorded all the same.
 *
 * @param path the path of the file within the store
 * @param text the text that the tool wrote
 * @param base the text that the tool replaced, as far as it is known
 * @param isReplacementKnown whether an earlier look has already recorded the text that overwrote it
 */
record OvertakenWrite(String path, byte[] text, Lines base, boolean isReplacementKnown) {
    private static final int LARGEST = 4_000_000;

    /**
     * Returns the write of an occasion if its result is neither in the file, nor was there at an earlier look, nor was replaced by
     * a run. The tool may use other line breaks than the file, so texts are compared by their lines.
     */
    static Optional<OvertakenWrite> of(
            StorePaths place, StateFile file, StoreObserver.Occasion occasion, ObservedChanges runs)
            throws IOException {
        Optional<byte[]> present = replacement(place, occasion);
        if (present.isEmpty()) {
            return Optional.empty();
        }
        String path = occasion.file().orElseThrow();
        WrittenText written = occasion.written().orElseThrow();
        byte[] text = written.bytes();
        GuardState.Content known = GuardState.parse(file.read()).contents.get(path);
        Optional<byte[]> seen = known == null ? Optional.empty() : file.copy(known);
        if (seen.isPresent() && isSame(seen.get(), text) || runs.hasHad(path, text)) {
            return Optional.empty();
        }
        boolean isReplacementKnown = seen.isPresent() && isSame(seen.get(), present.get());
        Optional<byte[]> base = written.originalBytes();
        if (base.isEmpty() && isReplacementKnown) {
            base = runs.former(path);
        }
        return Optional.of(
                new OvertakenWrite(path, text, Lines.of(base.or(() -> seen).orElse(new byte[0])), isReplacementKnown));
    }

    /** Returns whether the file does not have what the tool wrote. */
    static boolean mayBeOne(StorePaths place, StoreObserver.Occasion occasion) {
        return replacement(place, occasion).isPresent();
    }

    /** Returns the present text of the file, if it does not have what the tool wrote. */
    private static Optional<byte[]> replacement(StorePaths place, StoreObserver.Occasion occasion) {
        if (occasion.written().isEmpty() || occasion.file().isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] present = SmallFile.read(
                    place.disk(), FileName.resolve(place.root(), occasion.file().get()), LARGEST);
            return occasion.written().get().isIn(present) ? Optional.empty() : Optional.of(present);
        } catch (IOException e) {
            // It is gone or cannot be read, which the look itself finds out.
            return Optional.empty();
        }
    }

    private static boolean isSame(byte[] one, byte[] other) {
        return Lines.of(one).all().equals(Lines.of(other).all());
    }

    /** Returns the lines that the tool added and that a later text does not have. */
    List<String> linesLostIn(Lines later) {
        return Lines.of(text).without(base).stream()
                .filter(line -> !later.has(line))
                .toList();
    }

    /** Returns the versions that a look in between would have found. */
    Versions versions(Versions present, StateFile file) {
        return new Between(present, file);
    }

    private final class Between implements Versions {
        private final Versions present;
        private final StateFile file;

        Between(Versions present, StateFile file) {
            this.present = present;
            this.file = file;
        }

        @Override
        public boolean areKnown() throws IOException {
            return present.areKnown();
        }

        @Override
        public Map<String, GuardState.Content> take() throws IOException {
            Map<String, GuardState.Content> contents = new HashMap<>(present.take());
            Sha256.Sum sum = Sha256.of(text);
            GuardState.Content content = new GuardState.Content(sum.hex(), sum.size(), CopiedVersions.items(path));
            file.keep(content, text);
            contents.put(path, content);
            return contents;
        }

        @Override
        public Optional<String> formerSnapshot() {
            return present.formerSnapshot();
        }

        @Override
        public Optional<byte[]> former(String of, GuardState.Content content) throws IOException {
            return present.former(of, content);
        }

        @Override
        public Optional<FileInput> openFormer(String of, GuardState.Content content) throws IOException {
            return present.openFormer(of, content);
        }

        @Override
        public byte[] taken(String of, GuardState.Content content) throws IOException {
            return of.equals(path) ? text : present.taken(of, content);
        }

        @Override
        public Optional<Checksum.Content> written(String of) {
            return of.equals(path) ? Optional.of(Checksum.Content.of(text)) : Optional.empty();
        }

        /** The present version of the file is left to the next look. */
        @Override
        public String lookedAt(String listed) {
            return GuardState.withoutFile(listed, path);
        }

        @Override
        public void forget(GuardState.Content content) throws IOException {
            present.forget(content);
        }

        @Override
        public void close() throws IOException {
            present.close();
        }
    }
}
