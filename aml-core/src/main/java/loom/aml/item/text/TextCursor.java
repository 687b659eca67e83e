package loom.aml.item.text;

/** A position in a validated JSON text. Values are skipped, not parsed. */
abstract class TextCursor {
    final byte[] text;
    int p;

    /** @param container the text of an object or array */
    TextCursor(Slice container) {
        this.text = container.bytes();
        this.p = container.from() + 1;
    }

    /** Skips white space and a comma. */
    final void skipSeparator() {
        while (text[p] >= 0 && text[p] <= ' ' || text[p] == ',') {
            p++;
        }
    }

    /** Skips a string; returns whether it contains escapes. */
    final boolean skipString() {
        byte[] bytes = text;
        boolean isEscaped = false;
        int at = p + 1;
        while (bytes[at] != '"') {
            if (bytes[at] == '\\') {
                isEscaped = true;
                at++;
            }
            at++;
        }
        p = at + 1;
        return isEscaped;
    }

    final void skipValue() {
        switch (text[p]) {
            case '"' -> skipString();
            case '{', '[' -> skipNested();
            default -> {
                while (text[p] > ' ' && text[p] != ',' && text[p] != '}' && text[p] != ']') {
                    p++;
                }
            }
        }
    }

    /** Skips an object or array. */
    void skipNested() {
        int depth = 0;
        do {
            switch (text[p]) {
                case '"' -> {
                    skipString();
                    continue;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {
                    // Blanks, commas, colons, numbers and words cannot end the value.
                }
            }
            p++;
        } while (depth > 0);
    }
}
