package loom.aml.json;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;

/**
 * Escapes characters that a terminal would interpret or that change the appearance of surrounding text: control
 * characters beyond ASCII, bidirectional marks, line and paragraph separators. A parser reads the same text.
 */
final class VisibleEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    private final int[] ascii = standardAsciiEscapesForJSON();

    VisibleEscapes() {
        ascii[0x7f] = ESCAPE_STANDARD;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
        return isHidden(character) ? new SerializedString(String.format(Locale.ROOT, "\\u%04X", character)) : null;
    }

    private static boolean isHidden(int character) {
        return character <= 0x9f
                || character == 0x61c
                || character == 0x200e
                || character == 0x200f
                || character >= 0x2028 && character <= 0x202e
                || character >= 0x2066 && character <= 0x2069;
    }
}
