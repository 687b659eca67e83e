package loom.aml.sample.pair;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.sample.pair.SamplePair.Label;

/** Makes pairs of memories from believable ones, the same for the same seed. */
public final class SamplePairs {
    private static final int CHANGES_EACH = 3;
    private static final int TRIES = 12;

    private final RandomGenerator random;
    private final List<SampleMemory> memories = SampleMemory.all();
    private final List<String> remarks = Lines.of("remarks.txt").lines().toList();
    private final List<String> reservations =
            Lines.of("reservations.txt").lines().toList();
    private final List<SamplePair> pairs = new ArrayList<>();
    /** The pairs so far, of which each is made once. */
    private final Set<List<SampleMemory>> known = new HashSet<>();

    private SamplePairs(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Returns the pairs of all memories, of every form. */
    public static List<SamplePair> labelled(long seed) {
        SamplePairs made = new SamplePairs(seed);
        for (SampleMemory memory : made.memories) {
            made.same(memory);
            made.changed(memory);
            made.unrelated(memory);
        }
        return made.pairs;
    }

    private void same(SampleMemory memory) {
        add("copied", Label.SAME, memory, memory);
        List<String> sentences = sentences(memory);
        List<String> shuffled = new ArrayList<>(sentences);
        Collections.shuffle(shuffled, Random.from(random));
        if (!shuffled.equals(sentences)) {
            add("reordered", Label.SAME, memory, withSentences(memory, shuffled));
        }
        for (Rewording rewording : Rewording.values()) {
            String form = rewording.name().toLowerCase(Locale.ROOT);
            reworded(memory, rewording).ifPresent(other -> add(form, Label.SAME, memory, other));
        }
        List<String> more = new ArrayList<>(sentences);
        more.add(remarks.get(random.nextInt(remarks.size())));
        add("detail", Label.SAME, memory, withSentences(memory, more));
        reworded(memory, Rewording.RESPELLED)
                .flatMap(once -> reworded(once, Rewording.TYPO))
                .ifPresent(twice -> add("respelled and typo", Label.SAME, memory, twice));
    }

    private Optional<SampleMemory> reworded(SampleMemory memory, Rewording rewording) {
        List<String> sentences = sentences(memory);
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int at = random.nextInt(sentences.size());
            Optional<String> other = rewording
                    .of(sentences.get(at), random)
                    .map(text -> Character.toUpperCase(text.charAt(0)) + text.substring(1));
            if (other.isPresent() && !other.get().equals(sentences.get(at))) {
                List<String> changed = new ArrayList<>(sentences);
                changed.set(at, other.get());
                return Optional.of(withSentences(memory, changed));
            }
        }
        return Optional.empty();
    }

    private void changed(SampleMemory memory) {
        for (SlotChange change : SlotChange.values()) {
            for (int i = 0; i < CHANGES_EACH; i++) {
                changed(memory, change).ifPresent(other -> add(change.form(), Label.CHANGED, memory, other));
            }
        }
        List<String> more = sentences(memory);
        more.add(reservations.get(random.nextInt(reservations.size())));
        add("reservation", Label.CHANGED, memory, withSentences(memory, more));
        for (String flag : List.of("worked", "repeat")) {
            if (!memory.list(flag).isEmpty()) {
                String other = memory.first(flag).equals("true") ? "false" : "true";
                add("outcome", Label.CHANGED, memory, memory.with(flag, List.of(other)));
            }
        }
        if (!memory.list("alternative").isEmpty()) {
            String other = memory.list("alternative").getFirst();
            add("choice", Label.CHANGED, memory, memory.with("chosen", List.of(other)));
        }
        if (!memory.list("when").isEmpty() && !memory.list("unless").isEmpty()) {
            SampleMemory swapped = memory.with("when", memory.list("unless")).with("unless", memory.list("when"));
            add("condition", Label.CHANGED, memory, swapped);
        }
        List<String> steps = memory.list("step");
        if (steps.size() > 1) {
            add("steps", Label.CHANGED, memory, memory.with("step", steps.reversed()));
        }
    }

    /** Changes one place in one of the texts of a memory. */
    private Optional<SampleMemory> changed(SampleMemory memory, SlotChange change) {
        List<String> keys = memory.texts().keySet().stream()
                .filter(key -> !List.of("kind", "worked", "repeat").contains(key))
                .toList();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            String key = random.nextInt(3) > 0 ? memory.body() : keys.get(random.nextInt(keys.size()));
            List<String> values = new ArrayList<>(memory.list(key));
            int at = random.nextInt(values.size());
            Optional<String> other = change.of(values.get(at), random);
            if (other.isPresent()) {
                values.set(at, other.get());
                return Optional.of(memory.with(key, values));
            }
        }
        return Optional.empty();
    }

    private void unrelated(SampleMemory memory) {
        for (int i = 0; i < TRIES; i++) {
            SampleMemory other = memories.get(random.nextInt(memories.size()));
            if (!other.equals(memory) && other.kind() == memory.kind()) {
                add("unrelated", Label.UNRELATED, memory, other);
            }
        }
    }

    private static List<String> sentences(SampleMemory memory) {
        return memory.body().equals("obs")
                ? new ArrayList<>(memory.list("obs"))
                : new ArrayList<>(List.of(memory.first("text").split("(?<=[.!?]) (?=[A-ZÄÖÜÀÉ])")));
    }

    private static SampleMemory withSentences(SampleMemory memory, List<String> sentences) {
        return memory.body().equals("obs")
                ? memory.with("obs", sentences)
                : memory.with("text", List.of(String.join(" ", sentences)));
    }

    private void add(String form, Label label, SampleMemory memory, SampleMemory other) {
        if (!known.add(List.of(memory, other))) {
            return;
        }
        pairs.add(new SamplePair(form, label, memory.kind(), memory.item(random), other.item(random)));
    }

    /**
     * Returns items like a given one, each with one place of one text changed so that it means something else.
     *
     * @param kind the kind of the item
     * @param count the number of pairs; fewer if the item has not enough places
     */
    public static List<SamplePair> adversarial(ItemKind kind, JsonObject item, int count, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        List<SamplePair> pairs = new ArrayList<>();
        SlotChange[] changes = SlotChange.values();
        for (int attempt = 0; attempt < TRIES * count && pairs.size() < count; attempt++) {
            SlotChange change = changes[random.nextInt(changes.length)];
            ChangedText.of(item, change, random)
                    .ifPresent(other -> pairs.add(new SamplePair(change.form(), Label.CHANGED, kind, item, other)));
        }
        return pairs;
    }
}
