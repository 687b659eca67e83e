package loom.aml;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import loom.aml.item.WildFixtures.Wild;

/** A store in which each agent's patterns are one of the files met in the wild, and its solutions are sound. */
public final class WildStore {
    private final TestStore store;
    private final List<Wild> files;

    private WildStore(TestStore store, List<Wild> files) {
        this.store = store;
        this.files = files;
    }

    public static WildStore in(Path directory, Stream<Wild> wild) throws IOException {
        WildStore made = new WildStore(TestStore.in(directory), wild.toList());
        for (Wild file : made.files) {
            file.copyTo(made.store.root().resolve(made.patternsOf(file)));
            made.store
                    .age(made.patternsOf(file), Duration.ofDays(400))
                    .put(
                            made.solutionsOf(file),
                            TestItem.solution(TestItem.uuid("sound")),
                            TestItem.solution(TestItem.uuid("sound")),
                            TestItem.solution(TestItem.uuid("failed")).with("effectiveness.worked", false));
        }
        return made;
    }

    public TestStore store() {
        return store;
    }

    public List<Wild> files() {
        return files;
    }

    /** The file itself. */
    public String patternsOf(Wild wild) {
        return wild.name().replace(".json", "") + "/patterns.json";
    }

    /** A sound file beside it: an item, the same item, and an item that did not work. */
    public String solutionsOf(Wild wild) {
        return wild.name().replace(".json", "") + "/solutions.json";
    }
}
