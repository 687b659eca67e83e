package loom.aml.store;

import java.io.IOException;
import loom.aml.item.CollectionReader;
import loom.aml.item.Field;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;
import org.jspecify.annotations.Nullable;

/**
 * The size of an index of notes. Claude Code loads the first 200 lines or 25,000 bytes at the start of each session, whichever
 * ends first, and silently drops the rest.
 *
 * @param lines the number of lines
 * @param bytes the bytes as stored
 */
public record IndexSize(long lines, long bytes) {
    /** The part of an index that is loaded. */
    public static final IndexSize LOADED = new IndexSize(200, 25_000);

    /** The share of the part that is loaded at which an index should be shortened. */
    public static final double NEARLY_FULL = 0.8;

    /** Returns the share of a budget that is used; more than 1 if it is exceeded. */
    public double shareOf(IndexSize budget) {
        return Math.max((double) lines / budget.lines, (double) bytes / budget.bytes);
    }

    /** Reads the size of an index. */
    public static IndexSize of(OpenCollection index) throws IOException {
        Counter counter = new Counter();
        index.read(counter);
        return counter.size(index.state());
    }

    /** Counts the lines of an index while it is read. */
    public static final class Counter implements CollectionReader.Visitor {
        /** The length of a string without a character. */
        private static final int EMPTY = 2;

        private long lines;

        @Override
        public void item(Item item) {
            String line = item.text(Field.LINE);
            if (line == null) {
                String heading = item.text(Field.HEADING);
                line = (heading == null ? "" : heading) + text(item.text(Field.TEXT));
            }
            count(line);
        }

        private static String text(@Nullable String text) {
            return text == null ? "" : text;
        }

        @Override
        public void stranger(ForeignElement element) {
            // The text between entries has one line an element. The empty one stands for a missing line break.
            lines += element.length() > EMPTY ? 1 : 0;
        }

        private void count(String text) {
            lines += text.lines().count();
        }

        /** Returns the size of the index that was read. */
        public IndexSize size(Version version) {
            return new IndexSize(lines, version.bytes());
        }
    }
}
