package loom.aml.exchange;

import java.util.regex.Pattern;

/**
 * A file of the history of a store: the record of a run, or an archive.
 *
 * @param name its path among them: {@code runs/20260105T073000.000Z-1.jsonl}
 */
public record HistoryFile(String name, byte[] content) {
    private static final Pattern SAFE =
            Pattern.compile("(?:[A-Za-z0-9_~+,=@%-][A-Za-z0-9._~+,=@%-]*/)*[A-Za-z0-9_~+,=@%-][A-Za-z0-9._~+,=@%-]*");

    /** Returns whether a name leads to a file below the folder into which it is unpacked. */
    static boolean isSafe(String name) {
        return name.length() <= 512 && SAFE.matcher(name).matches();
    }
}
