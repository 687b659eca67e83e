package loom.aml.item.text;

import java.util.List;

/**
 * How new members are set apart, learned from those that stand in the item. Works out what is asked for only: most members are
 * set apart just as the one before them.
 *
 * @param first what stands before the first member of the item
 * @param second what stands before its second member; before any other if all stands on one line
 * @param closing what stands before its closing brace
 * @param colon the colon with its white space
 * @param depth how many levels the object lies inside the item
 */
record Layout(Slice first, Slice second, Slice closing, Slice colon, int depth) {
    private static final String DEFAULT_UNIT = "  ";
    private static final Slice COMMA = Slice.of(",");
    private static final Slice COLON = Slice.of(":");

    /** The layout of an item with these members. */
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

    /** The layout of an object that is a value in an object of this one. */
    Layout inner() {
        return new Layout(first, second, closing, colon, depth + 1);
    }

    /** What stands before the first member of such an object. */
    Slice beforeFirst() {
        return isMultiLine() && depth > 0 ? Slice.of(first + unit().repeat(depth)) : first;
    }

    /** What stands before the second, where that cannot be seen from the object itself. */
    Slice beforeSecond(Slice beforeFirst) {
        return beforeFirst.contains('\n') ? Slice.of("," + beforeFirst) : second;
    }

    /** What stands before the closing brace of an object that had no member. */
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
