package loom.aml.backup.restore;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import loom.aml.io.Encoding;
import loom.aml.io.FileState;
import loom.aml.io.ReproducedGzip;
import loom.aml.io.TextInput;
import loom.aml.item.CollectionReader;
import loom.aml.item.Element;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import loom.aml.store.MemoryStore;

/** A collection of the store in which some items are replaced by those of a snapshot. */
final class ItemMerge implements FileChange.Content {
    private static final byte[] DEFAULT_SEPARATOR = "\n  ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DEFAULT_CLOSING = "\n]".getBytes(StandardCharsets.US_ASCII);

    private final MemoryStore store;
    private final CollectionFile file;
    private final FileState seen;
    private final byte[] gzip;
    private final Map<String, byte[]> items;

    /**
     * @param seen the state of the current collection, which may be missing
     *
     * @param gzip the gzip header in the snapshot, with whose settings a new file is compressed
     * @param items the items by id
     */
    ItemMerge(MemoryStore store, CollectionFile file, FileState seen, byte[] gzip, Map<String, byte[]> items) {
        this.store = store;
        this.file = file;
        this.seen = seen;
        this.gzip = gzip.clone();
        this.items = items;
    }

    /** Returns how many items the merge adds and changes. */
    FileChange.Difference difference() throws IOException {
        Merging merging = merge(OutputStream.nullOutputStream());
        return new FileChange.Difference(merging.added, merging.changed, 0);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        merge(out);
    }

    private Merging merge(OutputStream out) throws IOException {
        if (seen.isMissing()) {
            OutputStream encoded = gzip.length > 0 ? new ReproducedGzip(out, gzip) : out;
            Merging merging = new Merging(encoded);
            merging.end();
            close(encoded, out);
            return merging;
        }
        try (TextInput text = TextInput.of(
                store.requireFiles().open(file.path()), store.options().gzipLimits())) {
            OutputStream encoded = text.encoding() == Encoding.GZIP ? new ReproducedGzip(out, headOf(gzip)) : out;
            Merging merging = new Merging(encoded);
            CollectionReader.read(text, file.kind(), merging);
            merging.end();
            close(encoded, out);
            return merging;
        }
    }

    private static byte[] headOf(byte[] gzip) {
        return gzip.length > 0 ? gzip : new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    }

    private static void close(OutputStream encoded, OutputStream out) throws IOException {
        if (encoded != out) {
            encoded.close();
        }
    }

    private final class Merging implements CollectionReader.Visitor {
        private final OutputStream out;
        private final Set<String> done = new HashSet<>();
        private byte[] head = {'['};
        private byte[] closing = DEFAULT_CLOSING;
        private byte[] separator = DEFAULT_SEPARATOR;
        private boolean begun;
        private boolean hasElement;
        private int added;
        private int changed;

        Merging(OutputStream out) {
            this.out = out;
        }

        @Override
        public void head(byte[] text) {
            if (text.length > 0 && text[text.length - 1] == '[') {
                head = text;
            }
        }

        @Override
        public void item(Item item) throws IOException {
            String id = item.id();
            byte[] wanted = id == null ? null : items.get(id);
            if (wanted == null || !done.add(id)) {
                copy(item);
            } else {
                begin();
                item.writeSeparatorTo(out::write);
                out.write(wanted);
                noteSeparator(item);
                changed += Arrays.equals(wanted, item.copyBytes()) ? 0 : 1;
            }
        }

        @Override
        public void stranger(ForeignElement element) throws IOException {
            copy(element);
        }

        private void copy(Element element) throws IOException {
            begin();
            element.writeSeparatorTo(out::write);
            element.writeTo(out::write);
            noteSeparator(element);
        }

        /** Remembers the text between an optional comma and the element; the comma may follow white space, too. */
        private void noteSeparator(Element element) {
            byte[] bytes = element.copySeparator();
            int from = 0;
            for (int i = 0; i < bytes.length; i++) {
                from = bytes[i] == ',' ? i + 1 : from;
            }
            separator = Arrays.copyOfRange(bytes, from, bytes.length);
            hasElement = true;
        }

        private void begin() throws IOException {
            if (!begun) {
                begun = true;
                out.write(head);
            }
        }

        @Override
        public void closing(byte[] text) {
            closing = hasElement ? text : DEFAULT_CLOSING;
        }

        /** Appends the items that the collection does not contain. */
        void end() throws IOException {
            begin();
            for (Map.Entry<String, byte[]> item : items.entrySet()) {
                if (done.add(item.getKey())) {
                    if (hasElement) {
                        out.write(',');
                    }
                    out.write(separator);
                    out.write(item.getValue());
                    hasElement = true;
                    added++;
                }
            }
            out.write(closing);
        }
    }
}
