package loom.aml.cli.print;

/** Text from a store as it may be shown: names and ids are anybody's, so control characters must not reach the terminal. */
public final class Printable {
    private Printable() {}

    public static String of(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (Character.isISOControl(point)) {
                shown.append(String.format("\\x%02x", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }
}
