package loom.aml.merge.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.merge.text.Token.Kind;

/**
 * Splits a sentence into tokens. Every character except blanks belongs to a token, so that no difference is overlooked; a token
 * that is neither a word nor a number is a name.
 */
final class Tokenizer {
    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}]*(?:['-]\\p{L}[\\p{L}\\p{M}]*)*");
    private static final Pattern NUMBER =
            Pattern.compile("(\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d{1,30}(?:\\.\\d{1,30})?)(\\p{L}+|%)?");
    private static final Pattern BOLD =
            Pattern.compile("(?<![^\\s(])\\*\\*(\\p{L}[\\p{L} ,'-]*\\p{L})\\*\\*(?![^\\s).,;:!?])");
    /** Longer ones are data rather than words. */
    private static final int LONGEST_CHUNK = 1_000;

    private static final String OPENING = "\"'([{";
    private static final String CLOSING = ".,;:!?\"')]}";

    private final String text;
    /** The text as it is written, of the same length. */
    private final String written;

    private final List<Token> tokens = new ArrayList<>();

    private Tokenizer(String text, String written) {
        this.text = text;
        this.written = written;
    }

    static List<Token> tokens(String sentence) {
        Tokenizer tokenizer = new Tokenizer(plain(sentence), sentence);
        tokenizer.split();
        return tokenizer.tokens;
    }

    /** Replaces what only looks different, each character by one, so that offsets stay. */
    private static String plain(String sentence) {
        String plain = sentence.replace('\u2018', '\'')
                .replace('\u2019', '\'')
                .replace('\u201c', '"')
                .replace('\u201d', '"')
                .replace('\u00a0', ' ')
                .replace('\u202f', ' ')
                .replace('\u03bc', 'µ');
        return plain.contains("**") ? BOLD.matcher(plain).replaceAll("  $1  ") : plain;
    }

    private void split() {
        int p = 0;
        while (p < text.length()) {
            if (Character.isWhitespace(text.charAt(p))) {
                p++;
            } else if (text.charAt(p) == '`') {
                p = code(p);
            } else {
                p = chunk(p);
            }
        }
    }

    /** Reads a span of code; a backtick without a counterpart is a symbol. */
    private int code(int from) {
        int ticks = from;
        while (ticks < text.length() && text.charAt(ticks) == '`') {
            ticks++;
        }
        String fence = text.substring(from, ticks);
        int close = text.indexOf(fence, ticks);
        if (close < 0) {
            add(Kind.SYMBOL, fence, from, ticks);
            return ticks;
        }
        String inner = text.substring(ticks, close);
        int end = close + fence.length();
        boolean isJoined = end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && CLOSING.indexOf(text.charAt(end)) < 0;
        if (!isJoined && isIdentifier(inner)) {
            add(Kind.NAME, inner, from, end);
        } else {
            add(Kind.CODE, fence + inner + fence + (isJoined ? "+" : ""), from, end);
        }
        return end;
    }

    /** Returns whether a span would be a name without its backticks, too. */
    private static boolean isIdentifier(String inner) {
        return !inner.isEmpty()
                && inner.chars().noneMatch(Character::isWhitespace)
                && inner.chars().anyMatch(c -> c == '/' || c == '.' || c == '_' || c == '(' || c == ':')
                && Character.isLetter(inner.charAt(0))
                && CLOSING.indexOf(inner.charAt(inner.length() - 1)) < 0;
    }

    /** Reads characters up to the next blank or backtick. */
    private int chunk(int from) {
        int end = from;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && text.charAt(end) != '`') {
            end++;
        }
        if (end - from > LONGEST_CHUNK) {
            add(Kind.NAME, text.substring(from, end), from, end);
            return end;
        }
        int first = from;
        while (first < end && OPENING.indexOf(text.charAt(first)) >= 0) {
            add(Kind.SYMBOL, text.substring(first, first + 1), first, first + 1);
            first++;
        }
        int last = end;
        while (last > first && CLOSING.indexOf(text.charAt(last - 1)) >= 0 && !closes(first, last)) {
            last--;
        }
        if (first < last) {
            core(first, last);
        }
        for (int p = last; p < end; p++) {
            add(Kind.SYMBOL, text.substring(p, p + 1), p, p + 1);
        }
        return end;
    }

    /** Returns whether the last character closes a bracket within the chunk, as that of a call does. */
    private boolean closes(int first, int last) {
        int open = switch (text.charAt(last - 1)) {
            case ')' -> '(';
            case ']' -> '[';
            case '}' -> '{';
            default -> -1;
        };
        return open >= 0 && text.substring(first, last).indexOf(open) >= 0;
    }

    private void core(int from, int to) {
        String core = text.substring(from, to);
        if (isPlainWord(core)) {
            add(Kind.WORD, core, from, to);
            return;
        }
        Matcher number = NUMBER.matcher(core);
        if (number.matches() && (number.group(2) == null || Quantity.isUnit(number.group(2)))) {
            add(Kind.NUMBER, number.group(1), from, from + number.end(1));
            if (number.group(2) != null) {
                add(Kind.WORD, number.group(2), from + number.end(1), to);
            }
        } else if (WORD.matcher(core).matches() && isWord(core)) {
            add(Kind.WORD, core, from, to);
        } else {
            boolean isSymbol = core.codePoints().noneMatch(Character::isLetterOrDigit);
            add(isSymbol ? Kind.SYMBOL : Kind.NAME, core, from, to);
        }
    }

    /** Returns whether a text is a word of ASCII letters in lower case but for the first one, as nearly all words are; without a regular expression. */
    private static boolean isPlainWord(String core) {
        for (int i = 0; i < core.length(); i++) {
            char c = core.charAt(i);
            boolean isPlain = (c >= 'a' && c <= 'z') || (i == 0 && c >= 'A' && c <= 'Z');
            if (!isPlain) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether letters are written like a word: not in camel case. */
    private static boolean isWord(String core) {
        boolean isUpper = core.codePoints().noneMatch(Character::isLowerCase);
        return isUpper || core.codePoints().skip(1).noneMatch(Character::isUpperCase);
    }

    private void add(Kind kind, String form, int from, int to) {
        tokens.add(new Token(kind, form, from, to, from > 0 && !Character.isWhitespace(written.charAt(from - 1))));
    }
}
