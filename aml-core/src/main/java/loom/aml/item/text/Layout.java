package loom.aml.item.text;

import java.util.List;

/**
 * The white space around new members, derived on demand from existing members. Most members are formatted like the one
 * before them.
 *
 * @param first the text before the first member of the item
 * @param second the text before its second member, or before any other if all are on one line
 * @param closing the text before its closing brace
 * @param colon the colon with its white space
 * @param depth the nesting depth of the object inside the item
 */
record Layout(Slice first, Slice second, Slice closing, Slice colon, int depth) {
    private static final String DEFAULT_UNIT = "  ";
    private static final Slice COMMA = Slice.of(",");
    private static final Slice COLON = Slice.of(":");

    /** Returns the layout of an item with these members. */
    static Layout of(List<Member> members, Slice closing) {
        if (members.isEmpty()) {
            return new Layout(Slice.NONE, COMMA, closing, COLON, 0);
        }
        Member member = members.getFirst();
        Slice second = members.size() > 1
                ? members.get(1).lead()
                : Slice.of(member.colon().length() > 1 ? ", " : ",");
        return new Layout(member.lead(), second, closing, member.colon(), 0);
    }

    /** Returns the layout of an object nested in an object of this layout. */
    Layout inner() {
        return new Layout(first, second, closing, colon, depth + 1);
    }

    /** Returns the text before the first member of such an object. */
    Slice beforeFirst() {
        return isMultiLine() && depth > 0 ? Slice.of(first + unit().repeat(depth)) : first;
    }

    /** Returns the text before the second member if the object itself does not show it. */
    Slice beforeSecond(Slice beforeFirst) {
        return beforeFirst.contains('\n') ? Slice.of("," + beforeFirst) : second;
    }

    /** Returns the text before the closing brace of an object that had no member. */
    Slice beforeClosing() {
        if (!isMultiLine() || depth == 0) {
            return closing;
        }
        return depth == 1 ? first : Slice.of(first + unit().repeat(depth - 1));
    }

    private boolean isMultiLine() {
        return first.contains('\n');
    }

    private String unit() {
        String indent = first.toString();
        String outer = closing.toString();
        return indent.startsWith(outer) && indent.length() > outer.length() && !outer.isEmpty()
                ? indent.substring(outer.length())
                : DEFAULT_UNIT;
    }
}
