package loom.aml.connect;

import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * An object in a text that was checked, split into its members. All numbers are offsets.
 *
 * <pre>
 *   { "command" : "aml" , "args": ["mcp"] }
 *   open  key    value end comma          close
 * </pre>
 *
 * @param open the opening brace
 * @param close the closing brace
 */
record JsonMembers(JsoncScanner scanner, int open, int close, List<Member> members) {

    /**
     * A member.
     *
     * @param key the beginning of its name
     * @param value the beginning of its value
     * @param end the end of its value
     * @param comma the comma after it; -1 if absent
     */
    record Member(String name, int key, int value, int end, int comma) {}

    /** Reads the object that begins at a position. */
    static JsonMembers at(JsoncScanner scanner, int open) throws ConfigSyntaxException {
        List<Member> members = new ArrayList<>();
        int p = scanner.skipBlank(open + 1);
        while (scanner.at(p) != '}') {
            int key = p;
            int nameEnd = scanner.endOfString(key);
            int value = scanner.skipBlank(scanner.skipBlank(nameEnd) + 1);
            int end = scanner.endOfValue(value);
            p = scanner.skipBlank(end);
            int comma = scanner.at(p) == ',' ? p : -1;
            p = comma < 0 ? p : scanner.skipBlank(comma + 1);
            members.add(new Member(decoded(scanner.text().substring(key, nameEnd)), key, value, end, comma));
        }
        return new JsonMembers(scanner, open, p, List.copyOf(members));
    }

    /** Returns the characters of a string that was checked, from the string with its quotes. */
    static String decoded(String quoted) {
        if (quoted.indexOf('\\') < 0) {
            return quoted.substring(1, quoted.length() - 1);
        }
        try {
            return JsonObject.parse("{\"text\":" + quoted + "}").string("text").orElseThrow();
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("the scanner accepted an invalid string: " + quoted, e);
        }
    }

    /**
     * Returns the member with a name; null if absent.
     *
     * @throws ConfigSyntaxException if two members have the name, because it is ambiguous which one counts
     */
    @Nullable
    Member find(String name) throws ConfigSyntaxException {
        Member found = null;
        for (Member member : members) {
            if (member.name().equals(name)) {
                if (found != null) {
                    throw new ConfigSyntaxException(
                            scanner.source(), member.key(), "has a second \"" + name + "\" in the same object");
                }
                found = member;
            }
        }
        return found;
    }

    /** Returns the object value of a member; null if its value has another type. */
    @Nullable
    JsonMembers object(Member member) throws ConfigSyntaxException {
        return scanner.at(member.value()) == '{' ? at(scanner, member.value()) : null;
    }

    /** Returns the string value of a member; null if its value has another type. */
    @Nullable
    String string(Member member) {
        return scanner.at(member.value()) == '"' ? decoded(valueText(member)) : null;
    }

    /** Returns the strings of an array; null if the value is not an array of strings. */
    @Nullable
    List<String> strings(Member member) throws ConfigSyntaxException {
        if (scanner.at(member.value()) != '[') {
            return null;
        }
        List<String> strings = new ArrayList<>();
        int p = scanner.skipBlank(member.value() + 1);
        while (scanner.at(p) == '"') {
            int end = scanner.endOfString(p);
            strings.add(decoded(scanner.text().substring(p, end)));
            p = scanner.skipBlank(end);
            p = scanner.at(p) == ',' ? scanner.skipBlank(p + 1) : p;
        }
        return scanner.at(p) == ']' ? strings : null;
    }

    String valueText(Member member) {
        return scanner.text().substring(member.value(), member.end());
    }

    /** Returns whether the value of a member is this word. */
    boolean is(String name, String word) throws ConfigSyntaxException {
        Member member = find(name);
        return member != null && valueText(member).equals(word);
    }

    /** Returns the text between the braces of an object without members. */
    String interior() {
        return scanner.text().substring(open + 1, close);
    }

    /** Returns the last member that begins a line; null if none does. */
    @Nullable
    Member lastOnOwnLine() {
        for (Member member : members.reversed()) {
            if (scanner.source().isFirstOnLine(member.key())) {
                return member;
            }
        }
        return null;
    }
}
