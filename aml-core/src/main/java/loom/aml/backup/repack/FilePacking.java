package loom.aml.backup.repack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import loom.aml.backup.create.StepWriter;
import loom.aml.backup.create.UnitTable;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Recipe;
import loom.aml.io.BytesInput;
import loom.aml.io.DamagedException;
import loom.aml.io.FileInput;
import loom.aml.io.GzipLimits;
import loom.aml.io.ReproducedGzip;
import loom.aml.io.Sha256;
import loom.aml.io.TeeInput;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.item.ItemKind;
import loom.aml.item.UnitVisitor;
import loom.aml.store.CollectionFile;
import org.jspecify.annotations.Nullable;

/** Packs the contents of one file. Needs about 50 bytes of memory for each of its items. Not safe for use by several threads. */
final class FilePacking {
    /** Everything behind damage in gzip is lost, so that small frames limit the loss. */
    private static final int GZIP_FRAME = 64 << 10;

    /** The size in bytes up to which compressed text is stored as the gzip file that it was. */
    private static final long LARGEST_GZIP = 64 << 20;

    private final boolean isIndependent;
    private @Nullable UnitPool pool;

    /** The recipes that go into the segment that is being written. */
    private final List<Written> pending = new ArrayList<>();

    /** The contents that are assembled from the pool of the next segment. */
    private final List<Assembled> assembled = new ArrayList<>();

    private final List<Placed> placed = new ArrayList<>();

    /** A recipe without its place. */
    private record Written(Recipe recipe, Set<String> segments, Consumer<FileContent.Packed> done) {}

    private record Placed(Written written, long offset, int length) {}

    private record Assembled(FileContent content, String steps) {}

    /** @param isIndependent whether each content is stored whole */
    FilePacking(boolean isIndependent) {
        this.isIndependent = isIndependent;
    }

    /** Adds the content of the snapshot from which the others of its block are assembled. */
    void addHead(FileContent content, PackedSegment segment) throws IOException {
        segment.beginFile();
        Optional<ItemKind> kind = kind(content);
        if (kind.isEmpty() || isIndependent) {
            addWhole(content, segment);
        } else if (content.entry().isStoredGzip()) {
            addGzip(content, opened(content), kind.get(), segment);
        } else {
            Optional<byte[]> gzip = pool == null && content.entry().isText() ? reproduced(content) : Optional.empty();
            if (gzip.isPresent()) {
                addGzip(content, new BytesInput(gzip.get()), kind.get(), segment);
            } else {
                addText(content, kind.get(), segment);
            }
        }
        segment.endFile();
    }

    private static Optional<ItemKind> kind(FileContent content) {
        return content.entry().items().isPresent()
                ? CollectionFile.ofRuntime(content.entry().path()).map(CollectionFile::kind)
                : Optional.empty();
    }

    /** Returns the gzip file whose text the content is, if compressing it gives the same bytes. */
    private static Optional<byte[]> reproduced(FileContent content) throws IOException {
        FileEntry entry = content.entry();
        if (entry.stored().size() > LARGEST_GZIP) {
            return Optional.empty();
        }
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream((int) entry.stored().size());
        try (FileInput text = content.open();
                OutputStream gzip = new ReproducedGzip(bytes, entry.gzip())) {
            text.transferTo(gzip::write);
        } catch (DamagedException e) {
            throw new UnreadableFileException("", content.entry(), e);
        }
        byte[] gzip = bytes.toByteArray();
        return Sha256.of(gzip).equals(entry.stored()) ? Optional.of(gzip) : Optional.empty();
    }

    private static FileInput opened(FileContent content) throws IOException {
        try {
            return content.open();
        } catch (DamagedException e) {
            throw new UnreadableFileException("", content.entry(), e);
        }
    }

    private void addWhole(FileContent content, PackedSegment segment) throws IOException {
        long at = segment.offset();
        try (FileInput bytes = content.open()) {
            bytes.transferTo((from, offset, length) -> {
                segment.write(from, offset, length);
                segment.endUnit(content.entry().isStoredGzip() ? GZIP_FRAME : PackedSegment.FRAME);
            });
        } catch (DamagedException e) {
            throw new UnreadableFileException("", content.entry(), e);
        }
        FileEntry.Kept kept = content.entry().kept();
        Sha256.Sum sum = content.entry().content();
        pending.add(new Written(
                new Recipe(sum, at, "+" + sum.size(), null), Set.of(), packed -> place(content, packed, kept)));
    }

    private static void place(FileContent content, FileContent.Packed packed, FileEntry.Kept kept) {
        content.setPacked(new FileContent.Packed(packed.place(), packed.recipe(), kept, packed.segments()));
    }

    private void addGzip(FileContent content, FileInput gzip, ItemKind kind, PackedSegment segment) throws IOException {
        long at = segment.offset();
        UnitTable units = UnitTable.empty();
        Sha256 sha = new Sha256();
        try (TeeInput file = new TeeInput(gzip, (bytes, offset, length) -> {
                    segment.write(bytes, offset, length);
                    segment.endUnit(GZIP_FRAME);
                });
                TextInput text = TextInput.of(file, GzipLimits.DEFAULT)) {
            CollectionReader.read(text, kind, new UnitVisitor() {
                @Override
                protected void unit(byte[] bytes, int offset, int length) {
                    units.add(UnitTable.sum(bytes, offset, length), length);
                    sha.update(bytes, offset, length);
                }
            });
            file.drain();
        } catch (DamagedException e) {
            throw new UnreadableFileException("", content.entry(), e);
        }
        Sha256.Sum sum = content.entry().stored();
        OptionalLong size = OptionalLong.of(content.entry().text().size());
        pending.add(new Written(new Recipe(sum, at, "+" + sum.size(), null), Set.of(), packed -> {
            place(content, packed, FileEntry.Kept.STORED);
            pool = new UnitPool(packed.place(), packed.recipe(), size, units, sha, packed.segments());
        }));
    }

    private void addText(FileContent content, ItemKind kind, PackedSegment segment) throws IOException {
        UnitPool from = pool;
        long at = segment.offset();
        UnitTable units = UnitTable.empty();
        Sha256 sha = new Sha256();
        PackingUnits packing = new PackingUnits(from == null ? UnitTable.empty() : from.units(), segment) {
            @Override
            void isNew(StepWriter writer, long sum, int length) {
                writer.add(length);
            }

            @Override
            void passed(byte[] text, int offset, int length, long sum, boolean isNew) {
                units.add(sum, length);
                sha.update(text, offset, length);
            }
        };
        read(content, kind, packing);
        Recipe recipe = new Recipe(content.entry().text(), at, packing.steps(), from == null ? null : from.before());
        pending.add(new Written(recipe, segmentsOf(from), packed -> {
            place(content, packed, FileEntry.Kept.TEXT);
            pool = new UnitPool(packed.place(), packed.recipe(), OptionalLong.empty(), units, sha, packed.segments());
        }));
    }

    private static Set<String> segmentsOf(@Nullable UnitPool from) {
        return from == null ? Set.of() : from.segments();
    }

    private static void read(FileContent content, ItemKind kind, CollectionReader.Visitor units) throws IOException {
        try (TextInput text = TextInput.of(content.open(), GzipLimits.DEFAULT)) {
            CollectionReader.read(text, kind, units);
        } catch (DamagedException e) {
            throw new UnreadableFileException("", content.entry(), e);
        }
    }

    /** Adds the other contents of a block: the units that the pool does not contain yet extend it. */
    void addOthers(Set<FileContent> contents, PackedSegment segment) throws IOException {
        segment.beginFile();
        List<FileContent> whole = new ArrayList<>();
        UnitPool from = pool;
        UnitTable units = from == null ? UnitTable.empty() : from.units();
        long before = units.size();
        long at = segment.offset();
        Sha256 sha = from == null ? new Sha256() : from.sha().copy();
        for (FileContent content : contents) {
            Optional<ItemKind> kind = kind(content);
            if (kind.isEmpty() || isIndependent || content.entry().isStoredGzip()) {
                whole.add(content);
                continue;
            }
            PackingUnits packing = new PackingUnits(units, segment) {
                @Override
                void isNew(StepWriter writer, long sum, int length) {
                    writer.copy(units.size(), length);
                    units.add(sum, length);
                }

                @Override
                void passed(byte[] text, int offset, int length, long sum, boolean isNew) {
                    if (isNew) {
                        sha.update(text, offset, length);
                    }
                }
            };
            read(content, kind.get(), packing);
            assembled.add(new Assembled(content, packing.steps()));
        }
        if (units.size() > before) {
            extend(from, units, before, at, sha);
        }
        segment.endFile();
        for (FileContent content : whole) {
            segment.beginFile();
            addWhole(content, segment);
            segment.endFile();
        }
    }

    private void extend(@Nullable UnitPool from, UnitTable units, long before, long at, Sha256 sha) {
        long more = units.size() - before;
        String steps = (before > 0 ? "=" + before : "") + "+" + more;
        Recipe recipe = new Recipe(sha.copy().sum(), at, steps, from == null ? null : from.before());
        pending.add(new Written(
                recipe,
                segmentsOf(from),
                packed -> pool = new UnitPool(
                        packed.place(), packed.recipe(), OptionalLong.empty(), units, sha, packed.segments())));
    }

    /** Adds the recipes of what was added to the segment. */
    void addRecipes(PackedSegment segment) throws IOException {
        segment.beginFile();
        for (Written written : pending) {
            byte[] text = written.recipe().toJson().toString().getBytes(StandardCharsets.UTF_8);
            placed.add(new Placed(written, segment.offset(), text.length));
            segment.write(text, 0, text.length);
            segment.endUnit(PackedSegment.FRAME);
        }
        pending.clear();
    }

    /** Adds the recipes of the contents that are assembled from the pool, which is in a segment that was published. */
    void addRecipesOfPool(PackedSegment segment) throws IOException {
        UnitPool from = pool;
        for (Assembled content : assembled) {
            Recipe recipe = new Recipe(
                    content.content().entry().text(), 0, content.steps(), from == null ? null : from.before());
            pending.add(new Written(
                    recipe, segmentsOf(from), packed -> place(content.content(), packed, FileEntry.Kept.TEXT)));
        }
        assembled.clear();
        addRecipes(segment);
    }

    /** Takes the name of the segment that was published. */
    void published(String segment) {
        for (Placed at : placed) {
            Set<String> segments = new TreeSet<>(at.written().segments());
            segments.add(segment);
            Recipe.Place place = new Recipe.Place(segment, at.offset(), at.length());
            at.written()
                    .done()
                    .accept(new FileContent.Packed(place, at.written().recipe(), FileEntry.Kept.TEXT, segments));
        }
        placed.clear();
    }
}
