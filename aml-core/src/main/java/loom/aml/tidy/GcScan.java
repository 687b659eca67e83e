package loom.aml.tidy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.item.BlankItem;
import loom.aml.item.CollectionReader;
import loom.aml.item.Field;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
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

/** Looks through one collection file for what no program can use and for what stands twice. */
final class GcScan implements CollectionScan<GcScan.Seen> {
    private final GcPolicy policy;
    private final Pins pins;

    /**
     * What was seen in one file.
     *
     * @param removals what leaves, whatever stands in the other file of the collection
     * @param incomplete items that are to get an id, an agent or a timestamp
     * @param duplicates what is known of the rest; kept only where there is another file to hold it against
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
            if (item.looksEncrypted()) {
                findings.add(Finding.Kind.ENCRYPTED, () -> Encrypted.finding(file.nameOf(item)));
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
                // Not even a copy of a pinned item leaves: which of them was meant nobody can tell.
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
                        () -> Finding.of(
                                Finding.Kind.INCOMPLETE,
                                file.nameOf(item),
                                "missing: " + String.join(", ", Completion.missing(item)),
                                "kept; 'aml optimize gc --complete' adds what is missing"));
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
            findings.add(Finding.Kind.STRANGER, () -> ForeignElements.finding(file, element));
        }

        private Finding refused(Item item, String refusal) {
            String effect = file.kind() == loom.aml.item.ItemKind.PATTERN
                    ? "every pattern query of this agent fails there"
                    : "the runtime may fail to load it";
            return Finding.of(
                    Finding.Kind.RUNTIME_REFUSES,
                    file.nameOf(item),
                    "the runtime's schema refuses it: " + refusal,
                    effect + "; 'aml optimize gc --for-runtime' archives it");
        }

        private Finding identical(Item item, int twin) {
            return Finding.of(
                    Finding.Kind.IDENTICAL,
                    file.nameOf(item),
                    "tells the same as element " + twin + " under another id",
                    "kept, for either id may be referred to");
        }
    }
}
