package loom.aml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import loom.aml.item.ItemKind;

/**
 * Fills a store with the valid content that real stores hold: items of all schema versions, old and new, good and bad, some
 * duplicated, some without an id; elements that are not objects; every layout and encoding. The same seed gives the same store.
 */
public final class RandomStore {
    private static final List<TestItem.Shape> SHAPES = List.of(TestItem.Shape.values());
    private static final String[] BLANKS = {"", "", " ", "\n", "\n  ", "\r\n\t", "  \n "};

    private final RandomGenerator random;

    private RandomStore(RandomGenerator random) {
        this.random = random;
    }

    /** Fills an empty store. */
    public static void fill(TestStore store, RandomGenerator random) throws IOException {
        new RandomStore(random).fill(store);
    }

    private void fill(TestStore store) throws IOException {
        store.put("global/project-meta.json", "{}").put("config.json", "{}");
        int agents = 1 + random.nextInt(3);
        for (int a = 0; a < agents; a++) {
            store.put("agent-" + a + "/metrics.json", "{\"visits\": " + random.nextInt(100) + "}");
            for (ItemKind kind : ItemKind.RUNTIME) {
                List<String> items = items(kind);
                int files = random.nextInt(10);
                if (files > 0) {
                    store.put("agent-" + a + "/" + kind.fileName(), encoded(collection(items)));
                }
                if (files < 2) {
                    store.put("agent-" + a + "/" + kind.fileName() + ".gz", encoded(collection(fewOf(items, kind))));
                }
            }
        }
    }

    /** Returns new items, and about a quarter of the items of the other file. */
    private List<String> fewOf(List<String> items, ItemKind kind) {
        List<String> few = new ArrayList<>(items(kind));
        items.stream().filter(_ -> random.nextInt(4) == 0).forEach(few::add);
        return few;
    }

    private byte[] encoded(String text) {
        return random.nextBoolean() ? TestStore.gzip(text) : text.getBytes(UTF_8);
    }

    private String blank() {
        return BLANKS[random.nextInt(BLANKS.length)];
    }

    private String collection(List<String> elements) {
        int style = random.nextInt(4);
        if (style == 0) {
            return elements.isEmpty() ? "[]" : "[\n  " + String.join(",\n  ", elements) + "\n]";
        }
        if (style == 1) {
            return "[" + String.join(",", elements) + "]";
        }
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "\ufeff" : "")
                .append(blank())
                .append('[');
        for (int i = 0; i < elements.size(); i++) {
            text.append(i == 0 ? "" : blank() + ",").append(blank()).append(elements.get(i));
        }
        return text.append(blank()).append(']').append(blank()).toString();
    }

    private List<String> items(ItemKind kind) {
        List<String> items = new ArrayList<>();
        int count = random.nextInt(5) == 0 ? random.nextInt(2) : random.nextInt(25);
        for (int i = 0; i < count; i++) {
            int what = random.nextInt(30);
            if (what == 0) {
                items.add(random.nextBoolean() ? "null" : "[1, \"two\"]");
            } else if (what < 4 && !items.isEmpty()) {
                items.add(items.get(random.nextInt(items.size())));
            } else {
                items.add(item(kind, what));
            }
        }
        return items;
    }

    private String item(ItemKind kind, int what) {
        TestItem.Shape shape = SHAPES.get(random.nextInt(SHAPES.size()));
        String id = TestItem.uuid(Integer.toString(random.nextInt(200)));
        TestItem item = switch (kind) {
            case PATTERN -> pattern(shape, id);
            case SOLUTION -> TestItem.solution(shape, id).with("effectiveness.worked", random.nextInt(5) > 0);
            case DECISION ->
                TestItem.decision(shape, id)
                        .with(
                                random.nextBoolean() ? "outcome.wouldRepeat" : "outcome.would_repeat",
                                random.nextInt(5) > 0);
            case NOTE, ENTRY -> throw new IllegalArgumentException("not of the runtime");
        };
        item.with("timestamp", TestStore.NOW.minus(Duration.ofHours(random.nextInt(24 * 500))));
        switch (what) {
            case 4 -> item.without("id");
            case 5 -> item.withRaw("agent", "null");
            case 6 -> item.with("timestamp", "");
            case 7 -> item.with("timestamp", "some day");
            case 8 -> item.with("x_text", "Übergröße \\ud83d\\ude00 \\ud800 \u4f60\u597d 😀 \\\" \\\\ \\/");
            case 9 -> item.withRaw("x_numbers", "[2.50, 1e3, -0, 1E-7, 1e999, 12345678901234567890]");
            case 10 -> item.with("id", "no-uuid-" + random.nextInt(9));
            default -> {
                // As it is.
            }
        }
        return random.nextInt(3) == 0 ? item.toLine() : item.toString();
    }

    private TestItem pattern(TestItem.Shape shape, String id) {
        return TestItem.pattern(shape, id)
                .withRaw("metrics.successRate", String.format(Locale.ROOT, "%.2f", random.nextDouble()))
                .with("metrics.executionCount", random.nextInt(12))
                .withRaw("evolution.confidenceScore", String.format(Locale.ROOT, "%.3f", random.nextDouble()))
                .with("evolution.created", TestStore.NOW.minus(Duration.ofDays(random.nextInt(120))))
                .with("evolution.lastUsed", TestStore.NOW.minus(Duration.ofHours(random.nextInt(24 * 150))));
    }
}
