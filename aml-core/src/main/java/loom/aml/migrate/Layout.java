package loom.aml.migrate;

import java.util.List;

/**
 * How new members are set apart, learned from those that stand.
 *
 * @param first what stands before the first member of an object
 * @param separator what stands before any other
 * @param closing what stands before the closing brace
 * @param colon the colon with its white space
 * @param unit what one more level is indented by; empty where all stands on one line
 */
record Layout(Slice first, Slice separator, Slice closing, Slice colon, String unit) {
    private static final String DEFAULT_UNIT = "  ";
    private static final Layout COMPACT = new Layout(Slice.NONE, Slice.of(","), Slice.NONE, Slice.of(":"), "");

    /** The layout of an object with these members. */
    static Layout of(List<Member> members, Slice closing) {
        if (members.isEmpty()) {
            return COMPACT;
        }
        Slice first = members.getFirst().lead();
        Slice colon = members.getFirst().colon();
        if (!first.contains('\n')) {
            Slice separator = members.size() > 1 ? members.get(1).lead() : Slice.of(colon.length() > 1 ? ", " : ",");
            return new Layout(first, separator, closing, colon, "");
        }
        return new Layout(first, Slice.of("," + first), closing, colon, unit(first, closing));
    }

    private static String unit(Slice first, Slice closing) {
        String indent = first.toString();
        String outer = closing.toString();
        return indent.startsWith(outer) && indent.length() > outer.length() && !outer.isEmpty()
                ? indent.substring(outer.length())
                : DEFAULT_UNIT;
    }

    /** The layout of an object that is a value in an object of this one. */
    Layout inner() {
        if (unit.isEmpty()) {
            return this;
        }
        Slice deeper = Slice.of(first + unit);
        return new Layout(deeper, Slice.of("," + deeper), first, colon, unit);
    }

    /** What stands before the second member of an object whose first has this before it. */
    Slice second(Slice lead) {
        return lead.contains('\n') ? Slice.of("," + lead) : separator;
    }
}
