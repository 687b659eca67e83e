package loom.aml.item.text;

import java.util.ArrayList;
import java.util.List;

/** Splits the text of a validated object into its members. Does not parse nested values. */
final class MemberReader extends TextCursor {
    private final int[] ends;
    private Slice closing = Slice.NONE;

    /** @param ends pairs of start and end of some values, which are skipped in one step */
    MemberReader(Slice object, int[] ends) {
        super(object);
        this.ends = ends;
    }

    /** Reads the members. Call once. */
    List<Member> members() {
        List<Member> members = new ArrayList<>(16);
        while (true) {
            int begin = p;
            skipSeparator();
            if (text[p] == '}') {
                closing = new Slice(text, begin, p);
                return members;
            }
            Slice lead = new Slice(text, begin, p);
            int key = p;
            boolean isEscaped = skipString();
            Slice name = new Slice(text, key, p);
            int afterKey = p;
            skipColon();
            Slice colon = new Slice(text, afterKey, p);
            int value = p;
            skipValue();
            members.add(new Member(lead, name, isEscaped, colon, new Slice(text, value, p)));
        }
    }

    /** Returns the white space before the closing brace, once the members are read. */
    Slice closing() {
        return closing;
    }

    private void skipColon() {
        while (text[p] >= 0 && text[p] <= ' ' || text[p] == ':') {
            p++;
        }
    }

    @Override
    void skipNested() {
        for (int i = 0; i < ends.length; i += 2) {
            if (ends[i] == p) {
                p = ends[i + 1];
                return;
            }
        }
        super.skipNested();
    }
}
