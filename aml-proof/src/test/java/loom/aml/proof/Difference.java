package loom.aml.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Describes the differences between two listings of a folder briefly. */
public final class Difference {
    private static final int WORDS = 120;

    private Difference() {}

    /** One line per path. */
    public static List<String> between(SortedMap<String, String> before, SortedMap<String, String> now) {
        Set<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(now.keySet());
        List<String> lines = new ArrayList<>();
        for (String path : paths) {
            if (!Objects.equals(before.get(path), now.get(path))) {
                lines.add(path + ": " + told(before.get(path), now.get(path)));
            }
        }
        return lines;
    }

    private static String told(@Nullable String before, @Nullable String now) {
        if (before == null) {
            return "new";
        }
        if (now == null) {
            return "gone";
        }
        int same = 0;
        while (same < Math.min(before.length(), now.length()) && before.charAt(same) == now.charAt(same)) {
            same++;
        }
        return "from character " + same + " on " + part(before, same) + " has become " + part(now, same);
    }

    private static String part(String text, int from) {
        return "'" + text.substring(from, Math.min(text.length(), from + WORDS)) + "'";
    }
}
