package loom.aml.proof.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import loom.aml.io.DamagedException;
import loom.aml.io.MemoryFile;
import loom.aml.item.CollectionReader;
import loom.aml.item.Field;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.SalvageReader;

/**
 * Reads any bytes as a collection: they are read byte for byte or rejected as damaged at an offset within them. The
 * same elements are found for any position of the reader's window, and salvaged elements are valid.
 */
public final class ScannerTarget {
    /** The initial window of the reader. */
    private static final int WINDOW = 256 << 10;

    private ScannerTarget() {}

    /** The entry point of the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Optional<List<String>> elements = elements(input);
        int bracket = opening(input);
        if (bracket >= 0) {
            int edge = Math.floorMod(Arrays.hashCode(input), input.length + 1);
            if (!elements.equals(elements(widened(input, bracket, Math.max(0, WINDOW - edge))))) {
                throw new AssertionError("another answer where the window ends " + edge + " bytes into it");
            }
        }
        salvage(input);
    }

    /** Returns the start of the array; -1 if anything but white space precedes it. */
    private static int opening(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '[') {
                return i;
            }
            if (text[i] != ' ' && text[i] != '\n' && text[i] != '\r' && text[i] != '\t') {
                return -1;
            }
        }
        return -1;
    }

    private static byte[] widened(byte[] text, int bracket, int blanks) {
        byte[] wide = new byte[text.length + blanks];
        System.arraycopy(text, 0, wide, 0, bracket + 1);
        Arrays.fill(wide, bracket + 1, bracket + 1 + blanks, (byte) ' ');
        System.arraycopy(text, bracket + 1, wide, bracket + 1 + blanks, text.length - bracket - 1);
        return wide;
    }

    /** Returns the elements with their fields; empty if the text is rejected. */
    private static Optional<List<String>> elements(byte[] text) {
        List<String> elements = new ArrayList<>();
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        try {
            CollectionReader.read(MemoryFile.of(text).text(), ItemKind.PATTERN, new CollectionReader.Visitor() {
                @Override
                public void head(byte[] head) {
                    together.writeBytes(head);
                }

                @Override
                public void item(Item item) {
                    together.writeBytes(item.copySeparator());
                    together.writeBytes(item.copyBytes());
                    elements.add(Arrays.hashCode(item.copyBytes()) + described(item));
                }

                @Override
                public void stranger(ForeignElement element) {
                    together.writeBytes(element.copySeparator());
                    together.writeBytes(element.copyBytes());
                    elements.add(Integer.toString(Arrays.hashCode(element.copyBytes())));
                }

                @Override
                public void closing(byte[] closing) {
                    together.writeBytes(closing);
                }
            });
        } catch (DamagedException e) {
            if (e.offset() < 0 || e.offset() > text.length) {
                throw new AssertionError("damage outside of the text, at " + e.offset(), e);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        boolean isGzip = text.length > 1 && text[0] == 0x1f && text[1] == (byte) 0x8b;
        if (!isGzip && !Arrays.equals(together.toByteArray(), text)) {
            throw new AssertionError("put together again it is another text");
        }
        return Optional.of(elements);
    }

    private static String described(Item item) {
        StringBuilder all = new StringBuilder();
        for (Field field : Field.values()) {
            if (item.has(field)) {
                all.append(field)
                        .append(item.text(field))
                        .append(item.number(field))
                        .append(item.flag(field));
                all.append(item.time(field)).append(item.startOf(field)).append(item.endOf(field));
            }
        }
        all.append(item.fingerprint())
                .append(item.lastUsed())
                .append(item.created())
                .append(item.meanSuccess());
        return all.toString();
    }

    private static void salvage(byte[] text) {
        try {
            SalvageReader.read(MemoryFile.of(text).text(), ItemKind.PATTERN, (bytes, offset, length) -> {
                byte[] alone = new byte[length + 2];
                alone[0] = '[';
                System.arraycopy(bytes, offset, alone, 1, length);
                alone[length + 1] = ']';
                if (elements(alone).map(List::size).orElse(0) != 1) {
                    throw new AssertionError("salvaged what is no item");
                }
            });
        } catch (DamagedException e) {
            // Gzip that is damaged; or an element that is too large.
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
