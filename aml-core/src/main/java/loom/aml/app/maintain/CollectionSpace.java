package loom.aml.app.maintain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import loom.aml.io.Checksum;
import loom.aml.item.UnitVisitor;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.OpenCollection;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;

/**
 * Space in collections of the runtime that aml does not reclaim: other programs write these files in their own layout, and may expect each
 * of them.
 *
 * @param twins the number of collections whose text another file contains, too
 * @param twinBytes the stored size of these
 * @param paddingBytes the number of blanks and line breaks between the values of plain collections
 * @param findings files that could not be measured
 */
public record CollectionSpace(int twins, long twinBytes, long paddingBytes, List<Finding> findings) {
    public CollectionSpace {
        findings = List.copyOf(findings);
    }

    /** The text of one collection. */
    private record Text(long checksum, long bytes, long padding) {}

    static CollectionSpace of(MemoryStore store) throws IOException {
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.unseen());
        Map<Long, Long> sizes = new HashMap<>();
        int twins = 0;
        long twinBytes = 0;
        long padding = 0;
        for (ScanResult<Text> scanned : store.scan(listing, Selection.ALL, CollectionSpace::text)) {
            switch (scanned) {
                case ScanResult.LeftAlone<Text> leftAlone -> findings.add(leftAlone.finding());
                case ScanResult.Read<Text> read -> {
                    Text text = read.result();
                    padding += read.isCompressed() ? 0 : text.padding();
                    Long known = sizes.put(text.checksum(), text.bytes());
                    if (read.elements() > 0 && known != null && known == text.bytes()) {
                        twins++;
                        twinBytes += read.state().bytes();
                    }
                }
            }
        }
        return new CollectionSpace(twins, twinBytes, padding, findings);
    }

    private static Text text(OpenCollection collection) throws IOException {
        if (!collection.file().kind().isOfRuntime()) {
            // White space is part of the text of notes.
            collection.read(_ -> {});
            return new Text(0, 0, 0);
        }
        Padding padding = new Padding();
        collection.read(padding);
        return new Text(padding.checksum.value(), padding.bytes, padding.blanks);
    }

    /** Counts the white space outside strings. */
    private static final class Padding extends UnitVisitor {
        private final Checksum checksum = new Checksum();
        private long bytes;
        private long blanks;
        private boolean isInString;
        private boolean isEscaped;

        @Override
        protected void unit(byte[] text, int offset, int length) {
            checksum.update(text, offset, length);
            bytes += length;
            for (int i = offset; i < offset + length; i++) {
                byte b = text[i];
                if (isEscaped) {
                    isEscaped = false;
                } else if (b == '"') {
                    isInString = !isInString;
                } else if (isInString) {
                    isEscaped = b == '\\';
                } else if (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
                    blanks++;
                }
            }
        }
    }

    JsonObject twinsToJson() {
        return JsonObject.builder().put("files", twins).put("bytes", twinBytes).build();
    }
}
