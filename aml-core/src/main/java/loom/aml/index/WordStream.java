package loom.aml.index;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import loom.aml.index.text.WordSplitter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.UnicodeUtil;

/** A token stream that first collects the words of one item and can be reused. Not thread-safe. */
final class WordStream extends TokenStream implements WordSplitter.Sink {
    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
    private final BytesRef word = new BytesRef();

    private byte[] words = new byte[1 << 12];
    private int[] ends = new int[1 << 9];
    private byte[] steps = new byte[1 << 9];
    private byte gap;
    private int count;
    private int next;

    /** Removes the words of the previous item. */
    void clear() {
        count = 0;
        next = 0;
        gap = 0;
    }

    @Override
    public void gap() {
        gap = 1;
    }

    @Override
    public void word(char[] text, int from, int to, boolean isAdvancing) {
        int start = count == 0 ? 0 : ends[count - 1];
        int most = UnicodeUtil.maxUTF8Length(to - from);
        if (start + most > words.length) {
            words = Arrays.copyOf(words, Math.max(words.length * 2, start + most));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            steps = Arrays.copyOf(steps, count * 2);
        }
        ends[count] = encode(text, from, to, words, start);
        steps[count] = (byte) (isAdvancing ? 1 + gap : 0);
        gap = 0;
        count++;
    }

    private static int encode(char[] text, int from, int to, byte[] into, int at) {
        for (int p = from; p < to; p++) {
            char c = text[p];
            if (c >= 0x80) {
                byte[] utf8 = new String(text, p, to - p).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(utf8, 0, into, at, utf8.length);
                return at + utf8.length;
            }
            into[at++] = (byte) c;
        }
        return at;
    }

    @Override
    public void reset() {
        next = 0;
    }

    @Override
    public boolean incrementToken() {
        if (next == count) {
            return false;
        }
        int start = next == 0 ? 0 : ends[next - 1];
        word.bytes = words;
        word.offset = start;
        word.length = ends[next] - start;
        term.setBytesRef(word);
        increment.setPositionIncrement(steps[next]);
        next++;
        return true;
    }
}
