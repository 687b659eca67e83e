package loom.aml.connect;

import loom.aml.connect.JsonMembers.Member;
import loom.aml.item.text.JsonLayout;
import loom.aml.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Inserts a member at the end of an object, and removes it again. Every other character is preserved, and the new member
 * is formatted like the others.
 */
final class JsonMemberEdit {
    private static final String DEFAULT_UNIT = "  ";

    private final ConfigText source;
    private final String text;
    private final JsonMembers object;
    private final @Nullable JsonMembers parent;

    /** @param parent the object that contains the object; null if it is the root */
    JsonMemberEdit(JsonMembers object, @Nullable JsonMembers parent) {
        this.source = object.scanner().source();
        this.text = source.text();
        this.object = object;
        this.parent = parent;
    }

    /** Appends a member. */
    Insertion append(String name, String json, Extent extent) throws ConfigSyntaxException {
        Member last = object.members().isEmpty() ? null : object.members().getLast();
        int from = last == null ? object.open() + 1 : last.comma() < 0 ? last.end() : last.comma() + 1;
        int anchor = object.scanner().endOfComments(from, object.close());
        boolean isMultiLine = isMultiLine() || object.scanner().endsWithLineComment(from, object.close());
        String member = lead(last, isMultiLine) + JsonObject.quoted(name) + ":" + (isMultiLine ? " " : colonBlank(last))
                + formatted(json, isMultiLine);
        StringBuilder after = new StringBuilder(text.length() + member.length() + 2).append(text, 0, from);
        if (last != null && last.comma() < 0) {
            after.append(',');
        }
        String tail = last == null && isMultiLine && !hasLineBreak(anchor, object.close())
                ? source.lineBreak() + source.indentation(object.open())
                : "";
        after.append(text, from, anchor).append(member);
        if (last != null && last.comma() >= 0) {
            after.append(',');
        }
        after.append(tail).append(text, anchor, text.length());
        return new Insertion(after.toString(), extent, tail);
    }

    /** Returns the text with another value of a member. */
    String replace(Member member, String json) {
        boolean isMultiLine = object.lastOnOwnLine() != null;
        String indentation = source.indentation(member.key());
        return withValue(member, isMultiLine ? layout(json, indentation) : JsonLayout.COMPACT.of(json));
    }

    /** Returns the text with another value of a member, which is inserted as it is. */
    String withValue(Member member, String value) {
        return text.substring(0, member.value()) + value + text.substring(member.end());
    }

    /**
     * Removes a member with the comma that separates it.
     *
     * @param tail the white space after the only member that was inserted with it; null if unknown
     */
    String remove(Member member, @Nullable String tail) throws ConfigSyntaxException {
        int start = source.skipBlankBack(member.key());
        int end = member.end();
        int place = object.members().indexOf(member);
        boolean isOnly = object.members().size() == 1;
        if (isOnly && member.comma() < 0) {
            if (tail != null && text.startsWith(tail, end)) {
                end += tail.length();
            } else if (start == object.open() + 1
                    && text.substring(end, object.close()).isBlank()) {
                end = object.close();
            }
        }
        int commaBefore = member.comma() < 0 && place > 0
                ? object.members().get(place - 1).comma()
                : -1;
        StringBuilder after = new StringBuilder(text.length());
        if (commaBefore >= 0) {
            after.append(text, 0, commaBefore).append(text, commaBefore + 1, start);
        } else {
            after.append(text, 0, start);
        }
        int rest = end;
        StringBuilder following = new StringBuilder();
        if (member.comma() >= 0) {
            following.append(text, end, member.comma());
            rest = member.comma() + 1;
        }
        following.append(text, rest, text.length());
        if (isInLineComment(place, start) && !startsNewLine(following)) {
            after.append(source.lineBreak());
        }
        return after.append(following).toString();
    }

    /** Returns whether the text before a position is a comment that ends with its line. */
    private boolean isInLineComment(int place, int position) throws ConfigSyntaxException {
        int from = object.open() + 1;
        if (place > 0) {
            Member previous = object.members().get(place - 1);
            from = previous.comma() + 1;
        }
        return object.scanner().endsWithLineComment(from, position);
    }

    private static boolean startsNewLine(CharSequence following) {
        int p = 0;
        while (p < following.length() && ConfigText.isBlank(following.charAt(p))) {
            p++;
        }
        return p == following.length() || ConfigText.isLineBreak(following.charAt(p));
    }

    private boolean isMultiLine() {
        if (object.members().isEmpty()) {
            return parent == null || parent.lastOnOwnLine() != null;
        }
        return object.lastOnOwnLine() != null;
    }

    private String lead(@Nullable Member last, boolean isMultiLine) {
        if (isMultiLine) {
            return source.lineBreak() + indentation();
        }
        if (last == null) {
            return object.interior().isEmpty() ? "" : " ";
        }
        return object.members().size() > 1 && isBlankBefore(last.key()) ? " " : colonBlank(last);
    }

    private boolean isBlankBefore(int position) {
        return ConfigText.isBlank(text.charAt(position - 1));
    }

    /** Returns the blank after a colon, as in the last member. */
    private String colonBlank(@Nullable Member last) {
        return last != null && isBlankBefore(last.value()) ? " " : "";
    }

    private String indentation() {
        Member model = object.lastOnOwnLine();
        return model == null ? source.indentation(object.open()) + unit() : source.indentation(model.key());
    }

    /** Returns the white space by which members are indented deeper than their object. */
    private String unit() {
        for (JsonMembers known : parent == null ? new JsonMembers[] {object} : new JsonMembers[] {object, parent}) {
            Member model = known.lastOnOwnLine();
            if (model != null) {
                String inner = source.indentation(model.key());
                String outer = source.indentation(known.open());
                if (inner.length() > outer.length() && inner.startsWith(outer)) {
                    return inner.substring(outer.length());
                }
            }
        }
        return DEFAULT_UNIT;
    }

    private String formatted(String json, boolean isMultiLine) {
        return isMultiLine ? layout(json, indentation()) : JsonLayout.COMPACT.of(json);
    }

    private String layout(String json, String indentation) {
        // A string cannot contain a line break.
        return new JsonLayout(indentation, unit()).of(json).replace("\n", source.lineBreak());
    }

    private boolean hasLineBreak(int from, int to) {
        int at = text.indexOf('\n', from);
        return at >= 0 && at < to;
    }
}
