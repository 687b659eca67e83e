package loom.aml.index;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.util.BytesRef;

/** A token stream of an item's symbols as one field; a field per symbol would take twice the time. Not thread-safe. */
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

    /** Returns the term of a symbol. */
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
