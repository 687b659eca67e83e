package loom.aml.connect;

import java.util.BitSet;

/** Checks a text against a dialect of JSON, and finds the ends of its tokens. */
final class JsoncScanner {
    private final ConfigText source;
    private final String text;
    private final JsonDialect dialect;

    JsoncScanner(ConfigText source, JsonDialect dialect) {
        this.source = source;
        this.text = source.text();
        this.dialect = dialect;
    }

    String text() {
        return text;
    }

    ConfigText source() {
        return source;
    }

    /**
     * Checks the whole text.
     *
     * @return where its value begins; -1 if it contains only white space and comments
     * @throws ConfigSyntaxException if the dialect does not allow it
     */
    int check() throws ConfigSyntaxException {
        if (source.hasMark() && !dialect.hasMark()) {
            throw problem(0, "begins with a byte order mark");
        }
        int root = skipBlank(0);
        if (root == text.length()) {
            return -1;
        }
        int end = skipBlank(checkValue(root));
        if (end < text.length()) {
            throw problem(end, "expected the end of the file");
        }
        return root;
    }

    /** Checks a value of any depth and returns its end. */
    private int checkValue(int from) throws ConfigSyntaxException {
        BitSet objects = new BitSet();
        int depth = 0;
        int p = from;
        while (true) {
            char c = at(p);
            if (c == '{' || c == '[') {
                objects.set(depth, c == '{');
                depth++;
                p = skipBlank(p + 1);
                if (at(p) != (c == '{' ? '}' : ']')) {
                    p = c == '{' ? checkName(p) : p;
                    continue;
                }
            } else {
                p = checkScalar(p);
            }
            // After a value, or at the end of an empty container.
            boolean isValueRead = c != '{' && c != '[';
            while (depth > 0) {
                boolean isObject = objects.get(depth - 1);
                p = isValueRead ? skipBlank(p) : p;
                if (isValueRead && at(p) == ',') {
                    int comma = p;
                    p = skipBlank(p + 1);
                    if (at(p) != (isObject ? '}' : ']')) {
                        p = isObject ? checkName(p) : p;
                        break;
                    }
                    if (!dialect.hasTrailingCommas()) {
                        throw problem(comma, "has a comma after the last element");
                    }
                }
                if (at(p) != (isObject ? '}' : ']')) {
                    throw problem(p, isObject ? "expected ',' or '}'" : "expected ',' or ']'");
                }
                p++;
                depth--;
                isValueRead = true;
            }
            if (depth == 0) {
                return p;
            }
        }
    }

    /** Checks a name with its colon, and returns where its value begins. */
    private int checkName(int from) throws ConfigSyntaxException {
        if (at(from) != '"') {
            throw problem(from, "expected a name in double quotes");
        }
        int colon = skipBlank(checkString(from));
        if (at(colon) != ':') {
            throw problem(colon, "expected ':'");
        }
        return skipBlank(colon + 1);
    }

    private int checkScalar(int from) throws ConfigSyntaxException {
        char c = at(from);
        if (c == '"') {
            return checkString(from);
        }
        if (c == '-' || isDigit(c)) {
            return checkNumber(from);
        }
        for (String word : new String[] {"true", "false", "null"}) {
            if (text.startsWith(word, from) && !isWordPart(at(from + word.length()))) {
                return from + word.length();
            }
        }
        throw problem(from, from == text.length() ? "ends before its value is complete" : "expected a value");
    }

    private int checkString(int from) throws ConfigSyntaxException {
        for (int p = from + 1; p < text.length(); p++) {
            char c = text.charAt(p);
            if (c == '"') {
                return p + 1;
            }
            if (c < ' ') {
                throw problem(p, "has a control character in a string");
            }
            if (c == '\\') {
                p++;
                checkEscape(p);
            }
        }
        throw problem(from, "has a string that does not end");
    }

    private void checkEscape(int at) throws ConfigSyntaxException {
        boolean isKnown = "\"\\/bfnrtu".indexOf(at(at)) >= 0 && at < text.length();
        for (int digit = 1; isKnown && at(at) == 'u' && digit <= 4; digit++) {
            isKnown = Character.digit(at(at + digit), 16) >= 0 && at(at + digit) < 0x80;
        }
        if (!isKnown) {
            throw problem(at - 1, "has an unknown escape in a string");
        }
    }

    private int checkNumber(int from) throws ConfigSyntaxException {
        int p = at(from) == '-' ? from + 1 : from;
        int whole = p;
        p = skipDigits(p);
        boolean isValid = p > whole && (at(whole) != '0' || p == whole + 1);
        if (isValid && at(p) == '.') {
            isValid = skipDigits(p + 1) > p + 1;
            p = skipDigits(p + 1);
        }
        if (isValid && (at(p) == 'e' || at(p) == 'E')) {
            p += at(p + 1) == '+' || at(p + 1) == '-' ? 2 : 1;
            isValid = skipDigits(p) > p;
            p = skipDigits(p);
        }
        if (!isValid || isWordPart(at(p))) {
            throw problem(from, "has an invalid number");
        }
        return p;
    }

    private int skipDigits(int from) {
        int p = from;
        while (isDigit(at(p))) {
            p++;
        }
        return p;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$';
    }

    /** Skips white space and comments. */
    int skipBlank(int from) throws ConfigSyntaxException {
        int p = from;
        while (true) {
            char c = at(p);
            if (p < text.length() && (ConfigText.isBlank(c) || ConfigText.isLineBreak(c))) {
                p++;
            } else if (c == '/' && (at(p + 1) == '/' || at(p + 1) == '*')) {
                p = endOfComment(p);
            } else {
                return p;
            }
        }
    }

    private int endOfComment(int from) throws ConfigSyntaxException {
        if (!dialect.hasComments()) {
            throw problem(from, "has a comment");
        }
        if (at(from + 1) == '/') {
            int p = from;
            while (p < text.length() && !ConfigText.isLineBreak(text.charAt(p))) {
                p++;
            }
            return p;
        }
        int end = text.indexOf("*/", from + 2);
        if (end < 0) {
            throw problem(from, "has a comment that does not end");
        }
        return end + 2;
    }

    /**
     * Returns the end of the last comment between two positions that are separated by white space and comments alone;
     * the first position without comments.
     */
    int endOfComments(int from, int to) throws ConfigSyntaxException {
        int end = from;
        int p = from;
        while (p < to) {
            if (text.charAt(p) == '/') {
                p = endOfComment(p);
                end = p;
            } else {
                p++;
            }
        }
        return end;
    }

    /** Returns whether the last comment between two such positions extends to the end of its line. */
    boolean endsWithLineComment(int from, int to) throws ConfigSyntaxException {
        boolean isLine = false;
        int p = from;
        while (p < to) {
            if (text.charAt(p) == '/') {
                isLine = at(p + 1) == '/';
                p = endOfComment(p);
            } else {
                p++;
            }
        }
        return isLine;
    }

    /** Returns the end of a value of a text that was checked. */
    int endOfValue(int from) throws ConfigSyntaxException {
        int depth = 0;
        int p = from;
        do {
            switch (at(p)) {
                case '{', '[' -> {
                    depth++;
                    p++;
                }
                case '}', ']' -> {
                    depth--;
                    p++;
                }
                case '"' -> p = endOfString(p);
                case ',', ':' -> p++;
                default -> p = endOfWord(p);
            }
            p = depth > 0 ? skipBlank(p) : p;
        } while (depth > 0);
        return p;
    }

    /** Returns the end of a string of a text that was checked. */
    int endOfString(int from) {
        int p = from + 1;
        while (text.charAt(p) != '"') {
            p += text.charAt(p) == '\\' ? 2 : 1;
        }
        return p + 1;
    }

    private int endOfWord(int from) {
        int p = from;
        while (p < text.length() && (isWordPart(text.charAt(p)) || "+-".indexOf(text.charAt(p)) >= 0)) {
            p++;
        }
        return p;
    }

    /** Returns a character; NUL after the end. */
    char at(int p) {
        return p < text.length() ? text.charAt(p) : '\0';
    }

    private ConfigSyntaxException problem(int offset, String what) {
        return new ConfigSyntaxException(source, offset, what);
    }
}
