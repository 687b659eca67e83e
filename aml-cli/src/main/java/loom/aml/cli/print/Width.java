package loom.aml.cli.print;

/**
 * Computes the number of terminal columns of a text: two for East Asian wide characters and emoji, none for combining
 * characters and joined parts.
 */
final class Width {
    private static final int JOINER = 0x200d;
    private static final int FIRST_EMOJI = 0x231a;

    private static final int[][] WIDE = {
        {0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0x33ff}, {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xa000, 0xa4cf},
        {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe4f}, {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f200, 0x1f320},
        {0x20000, 0x3fffd}
    };

    private Width() {}

    static int of(String text) {
        int width = 0;
        boolean isPicture = false;
        boolean isJoined = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int point = text.codePointAt(i);
            if (point == JOINER) {
                isJoined = isPicture;
                continue;
            }
            boolean isNextPicture = point >= FIRST_EMOJI && Character.isExtendedPictographic(point);
            // Joined emoji, such as a family, are one picture.
            width += isJoined && isNextPicture ? 0 : of(point);
            isPicture = isNextPicture || isPicture && isMark(point);
            isJoined = false;
        }
        return width;
    }

    private static int of(int point) {
        if (isMark(point)) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (point >= range[0] && point <= range[1]) {
                return 2;
            }
        }
        return isEmoji(point) ? 2 : 1;
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT;
    }

    /** An emoji; each of the two letters of a flag counts for half. */
    private static boolean isEmoji(int point) {
        boolean isLetterOfFlag = point >= 0x1f1e6 && point <= 0x1f1ff;
        return point >= FIRST_EMOJI && !isLetterOfFlag && Character.isEmojiPresentation(point);
    }
}
