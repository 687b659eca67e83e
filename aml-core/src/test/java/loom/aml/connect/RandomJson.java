package loom.aml.connect;

import java.util.random.RandomGenerator;

/** Writes random documents in JSON with comments, in random layouts. */
final class RandomJson {
    private static final String[] COMMENTS = {"/* a */", "/* } */", "/*\n*/", "// b\n", "// \"aml\": {},\n", "//\n"};
    private static final String[] SCALARS = {
        "0",
        "-1",
        "12.50e+3",
        "true",
        "false",
        "null",
        "\"\"",
        "\"a\"",
        "\"\\\"}\\\\\"",
        "\"// no\"",
        "\"\\u00e9\u00e9\uD83D\uDE00\""
    };
    private static final String[] NAMES = {"a", "b", "mcpServers", "\u00e9", "x y", "", "servers", "\\n"};

    private final RandomGenerator random;
    private final JsonDialect dialect;
    private final StringBuilder text = new StringBuilder();
    private final String lineBreak;
    private final String unit;
    private final boolean isCompact;

    RandomJson(RandomGenerator random, JsonDialect dialect) {
        this.random = random;
        this.dialect = dialect;
        this.lineBreak = random.nextInt(3) == 0 ? "\r\n" : "\n";
        this.unit = new String[] {"  ", "    ", "\t", " ", ""}[random.nextInt(5)];
        this.isCompact = random.nextInt(4) == 0;
    }

    /**
     * Returns a document.
     *
     * @param entry the value of {@code aml} in the list of servers; empty for none
     */
    String document(String entry) {
        if (dialect.hasMark() && random.nextInt(5) == 0) {
            text.append('\uFEFF');
        }
        blank(0);
        if (entry.isEmpty() && random.nextInt(10) == 0) {
            return text.toString();
        }
        boolean hasServers = !entry.isEmpty() || random.nextBoolean();
        int members = random.nextInt(4) + (hasServers ? 1 : 0);
        int place = hasServers ? random.nextInt(members) : -1;
        text.append('{');
        for (int i = 0; i < members; i++) {
            newLine(1);
            name(i == place ? "mcpServers" : "k" + i);
            if (i == place) {
                servers(entry);
            } else {
                value(1);
            }
            separator(i == members - 1);
        }
        newLine(members == 0 && random.nextBoolean() ? -1 : 0);
        text.append('}');
        blank(0);
        return text.toString();
    }

    private void servers(String entry) {
        int members = random.nextInt(3) + (entry.isEmpty() ? 0 : 1);
        int place = entry.isEmpty() ? -1 : random.nextInt(members);
        text.append('{');
        for (int i = 0; i < members; i++) {
            newLine(2);
            name(i == place ? "aml" : "server" + i);
            if (i == place) {
                text.append(entry);
            } else {
                value(2);
            }
            separator(i == members - 1);
        }
        newLine(members == 0 && random.nextBoolean() ? -1 : 1);
        text.append('}');
    }

    private void name(String name) {
        text.append('"').append(name).append('"');
        blank(6);
        text.append(':');
        if (!isCompact) {
            text.append(' ');
        }
        blank(6);
    }

    private void separator(boolean isLast) {
        blank(5);
        if (!isLast || dialect.hasTrailingCommas() && random.nextInt(4) == 0) {
            text.append(',');
            blank(5);
        }
    }

    private void value(int depth) {
        int choice = random.nextInt(depth > 4 ? 4 : 8);
        if (choice < 5) {
            text.append(SCALARS[random.nextInt(SCALARS.length)]);
            return;
        }
        boolean isObject = choice > 5;
        int members = random.nextInt(4);
        text.append(isObject ? '{' : '[');
        for (int i = 0; i < members; i++) {
            newLine(depth + 1);
            if (isObject) {
                name(NAMES[random.nextInt(NAMES.length)]);
            }
            value(depth + 1);
            separator(i == members - 1);
        }
        newLine(members == 0 ? -1 : depth);
        text.append(isObject ? '}' : ']');
    }

    /** Begins a line at a depth, unless the document is compact or the depth is negative. */
    private void newLine(int depth) {
        if (!isCompact && depth >= 0) {
            text.append(lineBreak).append(unit.repeat(depth));
        }
    }

    /** Writes white space and comments in one of several cases. */
    private void blank(int rarity) {
        while (random.nextInt(rarity + 3) == 0) {
            if (dialect.hasComments() && random.nextBoolean()) {
                text.append(COMMENTS[random.nextInt(COMMENTS.length)].replace("\n", lineBreak));
            } else {
                text.append(new String[] {" ", "\t", lineBreak, "  "}[random.nextInt(4)]);
            }
        }
    }
}
