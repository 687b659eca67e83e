package loom.aml.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules that make phrases of words, each from those above it. Phrases stand one a line; {@code {verb}} in one is what
 * the rule of that name makes, {@code {3-20}} a number, {@code ⏎} a new line, {@code ␛} an escape. Any other brace is a
 * brace.
 */
final class Grammar {
    private static final int ASCII = 0x80;

    private final Map<String, Phrase> rules = new HashMap<>();

    /** A rule for one of some words, set apart by blanks; and the rule for it with a capital: {@code Verb}. */
    Grammar words(String name, String words) {
        String[] small = words.strip().split("\\s+", -1);
        String[] capitals = new String[small.length];
        for (int i = 0; i < small.length; i++) {
            capitals[i] = capital(small[i]);
        }
        rules.put(name, new Phrase.Word(small));
        rules.put(capital(name), new Phrase.Word(capitals));
        return this;
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** A rule for one of some phrases. */
    Grammar phrases(String name, String lines) {
        return phrases(name, lines, Integer.MAX_VALUE);
    }

    /** A rule for one of some phrases in which nothing but ASCII is written, as Python does it. */
    Grammar asciiPhrases(String name, String lines) {
        return phrases(name, lines, ASCII);
    }

    private Grammar phrases(String name, String lines, int plainBelow) {
        List<Phrase> phrases = new ArrayList<>();
        for (String line : lines.strip().split("\n", -1)) {
            phrases.add(phrase(line.replace('⏎', '\n').replace('␛', '\u001b'), plainBelow));
        }
        rules.put(name, phrases.size() == 1 ? phrases.getFirst() : new Phrase.Choice(phrases));
        return this;
    }

    /** The phrase of a rule. */
    Phrase rule(String name) {
        Phrase rule = rules.get(name);
        if (rule == null) {
            throw new IllegalArgumentException("no rule above this one has the name " + name);
        }
        return rule;
    }

    private Phrase phrase(String line, int plainBelow) {
        List<Phrase> parts = new ArrayList<>();
        int copied = 0;
        int brace = line.indexOf('{');
        while (brace >= 0) {
            int end = line.indexOf('}', brace);
            String inside = end < 0 ? "" : line.substring(brace + 1, end);
            if (isReference(inside)) {
                if (brace > copied) {
                    parts.add(new Phrase.Literal(line.substring(copied, brace), plainBelow));
                }
                parts.add(Character.isDigit(inside.charAt(0)) && inside.contains("-") ? number(inside) : rule(inside));
                copied = end + 1;
            }
            brace = line.indexOf('{', brace + 1);
        }
        if (copied < line.length()) {
            parts.add(new Phrase.Literal(line.substring(copied), plainBelow));
        }
        return parts.size() == 1 ? parts.getFirst() : new Phrase.Sequence(parts);
    }

    private static boolean isReference(String inside) {
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '-' && c != '_') {
                return false;
            }
        }
        return !inside.isEmpty();
    }

    private static Phrase number(String range) {
        int dash = range.indexOf('-');
        return new Phrase.Numeral(
                Integer.parseInt(range.substring(0, dash)), Integer.parseInt(range.substring(dash + 1)));
    }
}
