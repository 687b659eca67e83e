package loom.aml.item;

import java.util.List;
import java.util.Random;

/**
 * Generates random JSON text, reproducible by seed: every construct, every kind of character, and white space anywhere.
 */
public final class RandomJson {
    private static final List<String> CHARACTERS = List.of(
            "a",
            "B",
            "7",
            " ",
            ".",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "'",
            "/",
            "\u007f",
            "é",
            "ß",
            "\u0080",
            "\u07ff",
            "\u0800",
            "✓",
            "\ud7ff",
            "\ue000",
            "\ufeff",
            "\uffff",
            "\ud800\udc00",
            "💾",
            "\udbff\udfff");
    private static final List<String> ESCAPES = List.of(
            "\\\"",
            "\\\\",
            "\\/",
            "\\b",
            "\\f",
            "\\n",
            "\\r",
            "\\t",
            "\\u0000",
            "\\u0041",
            "\\u00e9",
            "\\u2713",
            "\\ud83d\\udCBE",
            "\\uD800",
            "\\udfff",
            "\\uabCD");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1",
            "2.50",
            "1e3",
            "1E-3",
            "1e+10",
            "1e999",
            "-12.5e00",
            "0.000001",
            "9007199254740993",
            "12345678901234567890");
    private static final List<String> BLANKS = List.of(" ", "\n", "\r\n", "\t", "\n    ", "\n        ", "         \n");

    private final Random random;
    private final StringBuilder out = new StringBuilder();

    public RandomJson(Random random) {
        this.random = random;
    }

    /** Returns a collection of at most this many elements, most of them objects. */
    public String collection(int elements) {
        out.setLength(0);
        if (random.nextInt(8) == 0) {
            out.append('\ufeff');
        }
        blanks();
        out.append('[');
        blanks();
        for (int i = 0; i < elements; i++) {
            if (i > 0) {
                comma();
            }
            if (random.nextInt(6) == 0) {
                value(1);
            } else {
                object(1);
            }
        }
        blanks();
        out.append(']');
        blanks();
        return out.toString();
    }

    /** Returns an object with keys of known fields, at their own and at other positions, some of them twice. */
    public String itemLike() {
        out.setLength(0);
        fields("", 0);
        return out.toString();
    }

    private void fields(String path, int depth) {
        List<String> names = List.of(Field.ALL).stream()
                .map(Field::path)
                .filter(field -> field.startsWith(path) && field.indexOf('.', path.length()) < 0)
                .map(field -> field.substring(path.length()))
                .toList();
        out.append('{');
        blanks();
        int keys = random.nextInt(names.size() + 2);
        for (int i = 0; i < keys; i++) {
            if (i > 0) {
                comma();
            }
            String name =
                    names.isEmpty() || random.nextInt(12) == 0 ? "other" : names.get(random.nextInt(names.size()));
            key(name);
            blanks();
            out.append(':');
            blanks();
            if (depth < 3 && random.nextInt(3) > 0) {
                fields(random.nextInt(8) == 0 ? "" : path + name + ".", depth + 1);
            } else {
                value(depth + 2);
            }
        }
        blanks();
        out.append('}');
    }

    /** Writes a key with some characters escaped. */
    private void key(String name) {
        boolean escapes = random.nextInt(4) == 0;
        out.append('"');
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (escapes && random.nextInt(3) == 0) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void value(int depth) {
        switch (random.nextInt(depth > 5 ? 6 : 9)) {
            case 0 -> out.append("true");
            case 1 -> out.append("false");
            case 2 -> out.append("null");
            case 3 -> number();
            case 4, 5 -> string();
            case 6 -> array(depth);
            default -> object(depth);
        }
    }

    private void object(int depth) {
        out.append('{');
        blanks();
        for (int i = random.nextInt(5); i > 0; i--) {
            string();
            blanks();
            out.append(':');
            blanks();
            value(depth + 1);
            if (i > 1) {
                comma();
            }
        }
        blanks();
        out.append('}');
    }

    private void array(int depth) {
        out.append('[');
        blanks();
        for (int i = random.nextInt(5); i > 0; i--) {
            value(depth + 1);
            if (i > 1) {
                comma();
            }
        }
        blanks();
        out.append(']');
    }

    private void comma() {
        blanks();
        out.append(',');
        blanks();
    }

    private void number() {
        if (random.nextBoolean()) {
            out.append(NUMBERS.get(random.nextInt(NUMBERS.size())));
        } else if (random.nextBoolean()) {
            out.append(random.nextLong());
        } else {
            out.append(random.nextDouble() * Math.pow(10, random.nextInt(40) - 20));
        }
    }

    private void string() {
        out.append('"');
        int length = random.nextInt(20) == 0 ? random.nextInt(400) : random.nextInt(20);
        boolean isPlain = random.nextInt(3) > 0;
        for (int i = 0; i < length; i++) {
            if (isPlain) {
                out.append((char) ('a' + random.nextInt(26)));
            } else if (random.nextInt(3) == 0) {
                out.append(ESCAPES.get(random.nextInt(ESCAPES.size())));
            } else {
                out.append(CHARACTERS.get(random.nextInt(CHARACTERS.size())));
            }
        }
        out.append('"');
    }

    private void blanks() {
        for (int i = Math.max(0, random.nextInt(6) - 3); i > 0; i--) {
            out.append(BLANKS.get(random.nextInt(BLANKS.size())));
        }
    }
}
