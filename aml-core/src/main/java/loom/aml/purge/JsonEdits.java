package loom.aml.purge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the edits of a JSON document. Everything outside them keeps its bytes. Not safe for use by several threads. */
final class JsonEdits {
    private static final int DEEPEST = 1_000;
    private static final String IN_BASE64 = "_base64";

    private final String text;
    private final JsonScope scope;
    private final List<Edit> edits = new ArrayList<>();
    private final Set<String> held = new TreeSet<>();

    /** The elements of lists around the present position, the innermost last. */
    private final List<Element> around = new ArrayList<>();

    private String outer = "";
    private int depth;
    private int at;

    /** An element of a list. */
    private static final class Element {
        private final int from;
        private int to;
        private boolean isRemoved;

        Element(int from) {
            this.from = from;
        }
    }

    /** Thrown if a text is not a JSON document. */
    static final class NotJsonException extends Exception {
        private static final long serialVersionUID = 1L;

        NotJsonException(int offset) {
            super("not valid JSON at offset " + offset);
        }
    }

    /**
     * The edits of a document.
     *
     * @param edits the edits, in any order
     * @param held the names of the members that hold a match and stay, because it is not known what they are for
     */
    record Found(List<Edit> edits, Set<String> held) {
        Found {
            edits = List.copyOf(edits);
            held = Set.copyOf(held);
        }

        static Found of(List<Edit> edits) {
            return new Found(edits, Set.of());
        }

        /** Returns the members that stay as the reason why a document cannot be shown to be free of the text. */
        Optional<String> reason() {
            return held.isEmpty()
                    ? Optional.empty()
                    : Optional.of("has a match in "
                            + String.join(", ", held.stream().sorted().toList())
                            + ", which this version of aml does not know");
        }
    }

    private JsonEdits(String text, JsonScope scope) {
        this.text = text;
        this.scope = scope;
    }

    /**
     * Returns the edits of a document. White space and a byte order mark may surround it.
     *
     * @throws NotJsonException if the text is anything else
     */
    static Found of(String text, JsonScope scope) throws NotJsonException {
        JsonEdits document = new JsonEdits(text, scope);
        if (text.startsWith("\ufeff")) {
            document.at = 1;
        }
        document.blank();
        if (document.at < text.length()) {
            document.value("");
            document.blank();
            if (document.at < text.length()) {
                throw new NotJsonException(document.at);
            }
        }
        return new Found(document.edits, document.held);
    }

    private void blank() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char next() throws NotJsonException {
        if (at >= text.length()) {
            throw new NotJsonException(at);
        }
        return text.charAt(at);
    }

    private void expect(char c) throws NotJsonException {
        if (next() != c) {
            throw new NotJsonException(at);
        }
        at++;
    }

    /** @param member the name of the member that has the value, or the list around it; empty if none has */
    private void value(String member) throws NotJsonException {
        switch (next()) {
            case '{' -> object();
            case '[' -> list(member);
            case '"' -> string(member);
            default -> literal(member);
        }
    }

    private void enter() throws NotJsonException {
        at++;
        if (++depth > DEEPEST) {
            throw new NotJsonException(at);
        }
    }

    private void object() throws NotJsonException {
        enter();
        blank();
        boolean isFirst = true;
        boolean isOutermost = outer.isEmpty();
        Set<String> names = new HashSet<>();
        while (next() != '}') {
            if (!isFirst) {
                expect(',');
                blank();
            }
            isFirst = false;
            JsonString name = content();
            edits.addAll(name.placed(editsOfName(name.decoded(), names)));
            blank();
            expect(':');
            blank();
            if (isOutermost) {
                outer = name.decoded();
            }
            value(name.decoded());
            blank();
        }
        if (isOutermost) {
            outer = "";
        }
        at++;
        depth--;
    }

    /** Returns the edits of the name of a member, after which no other member of the object has the same name. */
    private List<Edit> editsOfName(String name, Set<String> names) {
        List<Edit> found = scope.isText(name) ? new ArrayList<>(scope.in(name)) : List.of();
        String next = Edit.apply(name, found);
        for (int number = 2; !found.isEmpty() && names.contains(next); number++) {
            found = new ArrayList<>(found);
            found.add(new Edit(name.length(), name.length(), " " + number));
            next = Edit.apply(name, found);
        }
        names.add(next);
        return found;
    }

    private void list(String member) throws NotJsonException {
        int bracket = at;
        enter();
        blank();
        List<Element> elements = new ArrayList<>();
        while (next() != ']') {
            if (!elements.isEmpty()) {
                expect(',');
                blank();
            }
            boolean isOwn = next() == '{';
            Element element = new Element(at);
            if (isOwn) {
                around.add(element);
            }
            value(member);
            if (isOwn) {
                around.removeLast();
            }
            element.to = at;
            elements.add(element);
            blank();
        }
        remove(elements, bracket + 1, at);
        at++;
        depth--;
    }

    /** Removes elements with one separator each, like the removal of an item from a collection. */
    private void remove(List<Element> elements, int begin, int end) {
        boolean areAllRemoved = true;
        for (Element element : elements) {
            areAllRemoved &= element.isRemoved;
            if (element.isRemoved) {
                scope.removed(text.substring(element.from, element.to));
            }
        }
        if (areAllRemoved && !elements.isEmpty()) {
            edits.add(new Edit(begin, end, ""));
            return;
        }
        boolean isOneKept = false;
        for (int i = 0; i < elements.size(); i++) {
            Element element = elements.get(i);
            if (!element.isRemoved) {
                isOneKept = true;
            } else if (isOneKept) {
                edits.add(new Edit(elements.get(i - 1).to, element.to, ""));
            } else {
                edits.add(new Edit(element.from, elements.get(i + 1).from, ""));
            }
        }
    }

    /** Reads a string and returns its content. */
    private JsonString content() throws NotJsonException {
        expect('"');
        int from = at;
        while (next() != '"') {
            if (text.charAt(at) < ' ') {
                throw new NotJsonException(at);
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
        return new JsonString(text, from, at - 1);
    }

    private void string(String member) throws NotJsonException {
        JsonString string = content();
        String decoded = string.decoded();
        judge(member, decoded);
        edits.addAll(string.placed(editsIn(member, decoded)));
    }

    private List<Edit> editsIn(String member, String decoded) {
        return switch (scope.treatment(outer, member, decoded)) {
            case TEXT -> editsOfText(member, decoded);
            case PATH ->
                scope.isRemoved(decoded) ? List.of(new Edit(0, decoded.length(), PurgePolicy.REPLACEMENT)) : List.of();
            case FORMAT -> List.of();
            case UNKNOWN -> {
                if (!scope.in(decoded).isEmpty()) {
                    held.add(member);
                }
                yield List.of();
            }
        };
    }

    private List<Edit> editsOfText(String member, String decoded) {
        Optional<JsonScope> opened = scope.opened();
        if (opened.isPresent() && decoded.startsWith("{")) {
            try {
                Found within = of(decoded, opened.get());
                held.addAll(within.held);
                return within.edits;
            } catch (NotJsonException e) {
                // A text that happens to begin with a brace.
            }
        }
        if (opened.isPresent() && member.endsWith(IN_BASE64)) {
            return inBase64(decoded).stream().toList();
        }
        return scope.in(decoded);
    }

    private Optional<Edit> inBase64(String encoded) {
        try {
            FileText file = FileText.of(Base64.getDecoder().decode(encoded));
            List<Edit> found = scope.in(file.text());
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Edit(
                            0,
                            encoded.length(),
                            new String(
                                    Base64.getEncoder().encode(file.bytesOf(Edit.apply(file.text(), found))),
                                    StandardCharsets.US_ASCII)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void literal(String member) throws NotJsonException {
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (from == at) {
            throw new NotJsonException(at);
        }
        String literal = text.substring(from, at);
        judge(member, literal);
        char first = literal.charAt(0);
        if ((first == '-' || first >= '0' && first <= '9') && scope.replacesNumber(member, literal)) {
            edits.add(new Edit(from, at, "0"));
        }
    }

    private void judge(String member, String decoded) {
        if (!around.isEmpty() && scope.removesElement(depth, member, decoded)) {
            around.getLast().isRemoved = true;
        }
    }
}
