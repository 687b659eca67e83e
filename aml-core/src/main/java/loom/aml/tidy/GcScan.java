package loom.aml.tidy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.item.BlankItem;
import loom.aml.item.CollectionReader;
import loom.aml.item.Field;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.schema.RuntimeSchema;
import loom.aml.store.CollectionFile;
import loom.aml.store.CollectionScan;
import loom.aml.store.Finding;
import loom.aml.store.Findings;
import loom.aml.store.ForeignElements;
import loom.aml.store.OpenCollection;
import loom.aml.store.Pins;
import loom.aml.store.Removal;
import org.jspecify.annotations.Nullable;

/** Finds invalid and duplicate items in one collection file. */
final class GcScan implements CollectionScan<GcScan.Seen> {
    private final GcPolicy policy;
    private final Pins pins;

    /**
     * The result of scanning one file.
     *
     * @param removals the removals that do not depend on the other file of the collection
     * @param incomplete the number of items that get an id, an agent or a timestamp
     * @param duplicates the index of the remaining items; null unless there is another file to compare with
     */
    record Seen(
            List<Removal> removals,
            int incomplete,
            @Nullable Duplicates duplicates,
            List<Finding> findings) {}

    GcScan(GcPolicy policy, Pins pins) {
        this.policy = policy;
        this.pins = pins;
    }

    @Override
    public Seen scan(OpenCollection collection) throws IOException {
        FileVisitor visitor = new FileVisitor(collection);
        collection.read(visitor);
        List<Removal> removals = new ArrayList<>(visitor.removals);
        removals.addAll(visitor.duplicates.within(collection.file(), collection.state()));
        return new Seen(
                removals,
                visitor.incomplete,
                collection.hasTwin() ? visitor.duplicates : null,
                visitor.findings.list());
    }

    private final class FileVisitor implements CollectionReader.Visitor {
        private final CollectionFile file;
        private final Findings findings;
        private final Duplicates duplicates = new Duplicates();
        private final List<Removal> removals = new ArrayList<>();
        private int incomplete;

        FileVisitor(OpenCollection collection) {
            this.file = collection.file();
            this.findings = new Findings(file.path());
        }

        @Override
        public void item(Item item) throws IOException {
            if (!file.kind().isJudged()) {
                // Notes of people and other programs follow no schema. See NoteTidying.
                return;
            }
            if (item.looksEncrypted()) {
                findings.add(Finding.Kind.ENCRYPTED, () -> Encrypted.finding(file, item));
                return;
            }
            boolean isIncomplete = Completion.isIncomplete(item);
            if (isIncomplete && BlankItem.isBlank(item)) {
                removals.add(Removal.of(item, GcCause.INVALID));
                return;
            }
            if (isIncomplete) {
                incomplete(item);
            }
            if (pins.isPinned(item)) {
                // Copies of pinned items are kept, too, because the pin does not say which copy it means.
                return;
            }
            judge(
                    item,
                    policy.complete() ? RuntimeSchema.refusal(item, Completion::adds) : RuntimeSchema.refusal(item));
        }

        private void incomplete(Item item) {
            if (policy.complete()) {
                incomplete++;
            } else {
                findings.add(
                        Finding.Kind.INCOMPLETE,
                        () -> Finding.ofItem(
                                        Finding.Kind.INCOMPLETE,
                                        file,
                                        item,
                                        "missing: " + String.join(", ", Completion.missing(item)),
                                        "kept; 'aml optimize gc --complete' adds the missing fields")
                                .about(String.join(",", Completion.missing(item))));
            }
        }

        private void judge(Item item, @Nullable String refusal) {
            if (refusal != null && policy.forRuntime()) {
                removals.add(Removal.of(item, GcCause.REFUSED));
                return;
            }
            if (refusal != null) {
                findings.add(Finding.Kind.RUNTIME_REFUSES, () -> refused(item, refusal));
            }
            if (!item.isFilled(Field.ID)) {
                return;
            }
            int twin = duplicates.add(item);
            if (twin >= 0) {
                findings.add(Finding.Kind.IDENTICAL, () -> identical(item, twin));
            }
        }

        @Override
        public void stranger(ForeignElement element) {
            if (file.kind().isJudged()) {
                findings.add(Finding.Kind.STRANGER, () -> ForeignElements.finding(file, element));
            }
        }

        private Finding refused(Item item, String refusal) {
            String effect = file.kind() == ItemKind.PATTERN
                    ? "every pattern query of this agent fails there"
                    : "the runtime may fail to load it";
            return Finding.ofItem(
                    Finding.Kind.RUNTIME_REFUSES,
                    file,
                    item,
                    "the runtime's schema rejects it: " + refusal,
                    effect + "; 'aml optimize gc --for-runtime' archives it");
        }

        private Finding identical(Item item, int twin) {
            return Finding.ofItem(
                    Finding.Kind.IDENTICAL,
                    file,
                    item,
                    "has the same content as item " + twin + " (different id)",
                    "kept: other items may reference either id");
        }
    }
}
