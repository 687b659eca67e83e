package loom.aml.index;

import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.util.BytesRef;

/** A token stream of an item's tags. Not thread-safe. */
final class TagStream extends TokenStream {
    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
    private List<String> tags = List.of();
    private int next;

    void set(List<String> tagsOfItem) {
        tags = tagsOfItem;
    }

    @Override
    public void reset() {
        next = 0;
    }

    @Override
    public boolean incrementToken() {
        if (next == tags.size()) {
            return false;
        }
        increment.setPositionIncrement(1);
        term.setBytesRef(new BytesRef(ItemDocument.folded(tags.get(next++))));
        return true;
    }
}
