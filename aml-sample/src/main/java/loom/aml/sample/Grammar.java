package loom.aml.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Turns templates into phrases. In a template
 *
 * <pre>
 *   {service}         is a name of the list "service", the same one within an item
 *   {service2}        is another name of that list
 *   {service:Pascal}  is the name as an identifier; also :camel and :snake
 *   {slow|idle}       is one of these, drawn at each use
 *   {3-20}            is a number
 *   ⏎                 is a line break, ⇥ a tab, ␛ an escape character
 * </pre>
 *
 * <p>and any other brace is literal.
 */
final class Grammar {
    private static final Pattern RANGE = Pattern.compile("(\\d+)-(\\d+)");
    private static final Pattern NAME = Pattern.compile("([a-z]+)(2?)(?::(Pascal|camel|snake))?");
    private static final Pattern REFERENCE = Pattern.compile("[\\p{Alnum}_:-]+");
    private static final Pattern WORD = Pattern.compile("[^\\s\"\\\\]+");

    private final Map<String, List<String>> names = new HashMap<>();

    /** Adds a list of names, separated by commas. */
    Grammar names(String list, String values) {
        names.put(list, Stream.of(values.split(",", -1)).map(String::strip).toList());
        return this;
    }

    /** Returns the phrase of a template. */
    Phrase phrase(String template) {
        String text = template.replace('⏎', '\n').replace('⇥', '\t').replace('␛', '\u001b');
        List<Phrase> parts = new ArrayList<>();
        int copied = 0;
        int brace = text.indexOf('{');
        while (brace >= 0) {
            int end = text.indexOf('}', brace);
            String inside = end < 0 ? "" : text.substring(brace + 1, end);
            if (isOpenPart(inside)) {
                if (brace > copied) {
                    parts.add(new Phrase.Literal(text.substring(copied, brace)));
                }
                parts.add(openPart(inside));
                copied = end + 1;
            }
            brace = text.indexOf('{', brace + 1);
        }
        if (copied < text.length()) {
            parts.add(new Phrase.Literal(text.substring(copied)));
        }
        return parts.size() == 1 ? parts.getFirst() : new Phrase.Sequence(parts);
    }

    private static boolean isOpenPart(String inside) {
        return inside.contains("|") && !inside.contains("{")
                || REFERENCE.matcher(inside).matches();
    }

    private Phrase openPart(String inside) {
        if (inside.contains("|")) {
            return alternatives(List.of(inside.split("\\|", -1)));
        }
        Matcher range = RANGE.matcher(inside);
        if (range.matches()) {
            return new Phrase.Numeral(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
        }
        Matcher name = NAME.matcher(inside);
        if (!name.matches() || !names.containsKey(name.group(1))) {
            throw new IllegalArgumentException("no list of names is called " + inside);
        }
        List<String> list = names.get(name.group(1));
        String form = name.group(3) == null ? "" : name.group(3);
        return new Phrase.Variable(
                name.group(1) + name.group(2),
                name.group(2).isEmpty() ? null : name.group(1),
                list.stream().map(value -> identifier(value, form)).toList());
    }

    /** Only single words are replaced in near duplicates, because longer alternatives would differ in several words. */
    private static Phrase alternatives(List<String> texts) {
        if (texts.stream().allMatch(text -> WORD.matcher(text).matches())) {
            return new Phrase.Word(texts);
        }
        return new Phrase.Choice(
                texts.stream().map(Phrase.Literal::new).map(Phrase.class::cast).toList());
    }

    private static String identifier(String name, String form) {
        String[] words = name.split("[^\\p{Alnum}]+", -1);
        return switch (form) {
            case "Pascal" -> Stream.of(words).map(Grammar::capital).reduce("", String::concat);
            case "camel" ->
                words[0].toLowerCase(Locale.ROOT)
                        + Stream.of(words).skip(1).map(Grammar::capital).reduce("", String::concat);
            case "snake" -> String.join("_", words).toLowerCase(Locale.ROOT);
            default -> name;
        };
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
