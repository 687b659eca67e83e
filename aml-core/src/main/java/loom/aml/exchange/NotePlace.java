package loom.aml.exchange;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import loom.aml.item.ItemKind;
import loom.aml.store.AgentNames;
import loom.aml.store.CollectionFile;

/** The path of an item in a folder of notes, without its suffix. */
final class NotePlace {
    private static final int LONGEST = 60;
    private static final int LONGEST_SEGMENT = 200;
    private static final Pattern SEGMENT = Pattern.compile("[^./\\\\\\p{Cntrl}][^/\\\\\\p{Cntrl}]*");

    private NotePlace() {}

    /** Returns the path for an item that is not a note, or whose own path is unusable: {@code debugger/pattern_retry}. */
    static String of(ExchangedItem item, Set<String> taken, Map<String, Integer> numbers) {
        Words words = item.words();
        boolean isTop = item.agent().equals(CollectionFile.TOP) || !AgentNames.isValid(item.agent());
        String folder = isTop || !isSegment(item.agent()) ? "" : item.agent() + "/";
        String title = slug(words.titleOr(item.id()));
        String type = item.kind().kind().isOfRuntime() ? item.kind().word() + "_" : "";
        return free(folder + type + (title.isEmpty() ? "note" : title), taken, numbers);
    }

    /** Returns a path, with a number if it is taken. */
    private static String free(String path, Set<String> taken, Map<String, Integer> numbers) {
        String free = path;
        while (taken.contains(free) || isIndex(free)) {
            free = path + "-" + numbers.merge(path, 2, (last, _) -> last + 1);
        }
        return free;
    }

    /** Returns whether a file of this path in a folder with an index would be an index. */
    private static boolean isIndex(String path) {
        return CollectionFile.ofNotes(path + ".md")
                .filter(file -> file.kind() == ItemKind.ENTRY)
                .isPresent();
    }

    /** Returns whether a path leads to a note in the folder: nothing hidden, nothing above it. */
    static boolean isUsable(String path, boolean isIndexed) {
        for (String segment : path.split("/", -1)) {
            if (!isSegment(segment)) {
                return false;
            }
        }
        return !isIndexed || !isIndex(path) && !path.startsWith("logs/");
    }

    private static boolean isSegment(String name) {
        return SEGMENT.matcher(name).matches()
                && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_SEGMENT
                && StandardCharsets.UTF_8.newEncoder().canEncode(name);
    }

    /** Returns the letters and digits of a text, with hyphens between its words. */
    static String slug(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
        String slug = plain.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-+|-+$", "");
        if (slug.length() <= LONGEST) {
            return slug;
        }
        int end = slug.lastIndexOf('-', LONGEST);
        String cut = slug.substring(0, end <= 0 ? LONGEST : end);
        return Character.isHighSurrogate(cut.charAt(cut.length() - 1)) ? cut.substring(0, cut.length() - 1) : cut;
    }
}
