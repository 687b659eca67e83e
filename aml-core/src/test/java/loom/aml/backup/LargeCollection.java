package loom.aml.backup;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import loom.aml.TestItem;

/** Creates patterns that hardly compress, so that a segment has many frames. */
final class LargeCollection {
    private LargeCollection() {}

    static List<TestItem> of(Random random, String name, int count, int bytes) {
        List<TestItem> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] noise = new byte[bytes / 2];
            random.nextBytes(noise);
            items.add(TestItem.pattern(name + i).with("x_noise", HexFormat.of().formatHex(noise)));
        }
        return items;
    }
}
