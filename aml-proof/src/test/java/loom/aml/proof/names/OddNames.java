package loom.aml.proof.names;

import java.io.IOException;
import java.util.List;
import loom.aml.TestStore;
import loom.aml.proof.fault.Beginning;

/** Names that a file system accepts but many programs do not handle; a char from U+DC80 to U+DCFF is a byte. */
final class OddNames {
    static final List<String> ALL = List.of(
            "caf\udce9",
            "caf\u00e9",
            "cafe\u0301",
            "\udcff\udcfe",
            "\udcc3",
            "back\\slash\\",
            "line\nbreak\r",
            "tab\tescape\u001b[2J\u0007",
            "it's \"quoted\"",
            "$(touch made) `touch made`",
            " ",
            "%2e%2e%2f",
            "-rf",
            "\u202eright to left\u2028",
            "\ud83d\ude00",
            "100%\udc80*?[a]{b,c}");

    private OddNames() {}

    /**
     * Adds agents with these names, each with a good item, an old one, a duplicate, a failed one, and a foreign file of
     * the same name.
     */
    static void fill(TestStore store, List<String> names) throws IOException {
        for (String name : names) {
            String id = "odd-" + ALL.indexOf(name) + "-";
            store.put(
                            name + "/patterns.json",
                            Beginning.pattern(id + "kept"),
                            Beginning.stale(id + "stale"),
                            Beginning.pattern(id + "twice"),
                            Beginning.pattern(id + "twice"))
                    .putGzip(
                            name + "/solutions.json", Beginning.solution(id + "sound"), Beginning.failed(id + "failed"))
                    .put(name + "/" + name + ".json", "{\"name\": 1}")
                    .put("global/" + name, "?");
        }
    }
}
