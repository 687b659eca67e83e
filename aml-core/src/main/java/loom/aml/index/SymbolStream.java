package loom.aml.index;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.util.BytesRef;

/** The signs of an item on their way into an index, all as one field: a field each takes twice the time. For one thread at a time. */
final class SymbolStream extends TokenStream {
    private static final BytesRef[] ASCII = ascii();

    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
    private int[] signs = new int[0];
    private int next;

    private static BytesRef[] ascii() {
        BytesRef[] terms = new BytesRef[128];
        for (int sign = 0; sign < terms.length; sign++) {
            terms[sign] = new BytesRef(new byte[] {(byte) sign});
        }
        return terms;
    }

    /** What a sign is known by. */
    static BytesRef termOf(int sign) {
        return sign < ASCII.length ? ASCII[sign] : new BytesRef(Character.toString(sign));
    }

    void set(int[] signsOfItem) {
        signs = signsOfItem;
    }

    @Override
    public void reset() {
        next = 0;
    }

    @Override
    public boolean incrementToken() {
        if (next == signs.length) {
            return false;
        }
        increment.setPositionIncrement(1);
        term.setBytesRef(termOf(signs[next++]));
        return true;
    }
}
