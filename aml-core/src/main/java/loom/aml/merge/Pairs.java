package loom.aml.merge;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import loom.aml.io.DamagedException;
import loom.aml.item.Fingerprint;
import loom.aml.item.KeyTable;
import loom.aml.merge.decide.Verdict;
import loom.aml.merge.nominate.Columns;
import loom.aml.merge.nominate.PairList;
import loom.aml.merge.nominate.Signatures;

/** Pairs of numbered items with their verdicts: {@value #BYTES} bytes a pair, because a large store has a million. Immutable. */
final class Pairs {
    private static final int BYTES = Long.BYTES + 1 + Float.BYTES;
    static final Pairs NONE = new Pairs(Signatures.NONE, new long[0], new byte[0], new float[0], new int[0]);

    private static final Verdict[] VERDICTS = Verdict.values();

    private final Signatures signatures;
    /** The first item in the upper half, the second one in the lower half. */
    private final long[] items;

    private final byte[] verdicts;
    private final float[] similarities;
    /** The places of the pairs that a ranking nominated, ascending; few. */
    private final int[] ranked;

    private Pairs(Signatures signatures, long[] items, byte[] verdicts, float[] similarities, int[] ranked) {
        this.signatures = signatures;
        this.items = items;
        this.verdicts = verdicts;
        this.similarities = similarities;
        this.ranked = ranked;
    }

    /** The verdict about a pair. */
    record Judged(long items, Verdict verdict, float similarity) {}

    /** Collects verdicts. Threads may set those of different places at the same time. */
    static final class Builder {
        private final Signatures signatures;
        private final long[] items;
        private final byte[] verdicts;
        private final float[] similarities;

        Builder(Signatures signatures, int size) {
            this.signatures = signatures;
            this.items = new long[size];
            this.verdicts = new byte[size];
            this.similarities = new float[size];
        }

        void set(int place, Judged judged) {
            items[place] = judged.items;
            verdicts[place] = (byte) judged.verdict.ordinal();
            similarities[place] = judged.similarity;
        }

        /** @param ranked the pairs that a ranking nominated, ascending, each as the smaller number and the larger one */
        Pairs build(long[] ranked) {
            int[] places = ranked.length == 0
                    ? new int[0]
                    : IntStream.range(0, items.length)
                            .filter(place -> Arrays.binarySearch(ranked, ascending(items[place])) >= 0)
                            .toArray();
            return new Pairs(signatures, items, verdicts, similarities, places);
        }

        private static long ascending(long pair) {
            int one = PairList.first(pair);
            int other = PairList.second(pair);
            return PairList.pair(Math.min(one, other), Math.max(one, other));
        }
    }

    long bytes() {
        return (long) items.length * BYTES;
    }

    boolean hasRanked() {
        return ranked.length > 0;
    }

    /** Passes on the versions of the items of each pair that a ranking nominated. */
    void forEachRanked(BiConsumer<Fingerprint, Fingerprint> action) {
        for (int place : ranked) {
            action.accept(
                    signatures.fingerprint(PairList.first(items[place])),
                    signatures.fingerprint(PairList.second(items[place])));
        }
    }

    /** Returns whether these are the same verdicts about the same pairs. */
    boolean areEqual(Pairs others) {
        return Arrays.equals(items, others.items) && Arrays.equals(verdicts, others.verdicts);
    }

    /** Writes the number of pairs, each column, and the places of those that a ranking nominated. */
    void write(DataOutputStream out) throws IOException {
        out.writeInt(items.length);
        Columns.write(items, out);
        out.write(verdicts);
        Columns.write(similarities, out);
        out.writeInt(ranked.length);
        Columns.write(ranked, out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param bytes the bytes that the input has at most
     * @throws DamagedException if it is something else
     */
    static Pairs read(DataInputStream in, Signatures signatures, long bytes) throws IOException {
        Builder pairs = new Builder(signatures, Columns.size(in, BYTES, bytes));
        Columns.read(in, pairs.items);
        in.readFully(pairs.verdicts);
        Columns.read(in, pairs.similarities);
        int[] ranked = new int[Columns.size(in, Integer.BYTES, bytes)];
        Columns.read(in, ranked);
        for (int place = 0; place < pairs.items.length; place++) {
            long pair = pairs.items[place];
            int verdict = pairs.verdicts[place];
            boolean isPair = isItem(PairList.first(pair), signatures) && isItem(PairList.second(pair), signatures);
            if (!isPair || verdict < 0 || verdict >= VERDICTS.length) {
                throw new DamagedException(0, "not a pair of items with a verdict");
            }
        }
        for (int place : ranked) {
            if (place < 0 || place >= pairs.items.length) {
                throw new DamagedException(0, "not the place of a pair");
            }
        }
        return new Pairs(signatures, pairs.items, pairs.verdicts, pairs.similarities, ranked);
    }

    private static boolean isItem(int number, Signatures signatures) {
        return number >= 0 && number < signatures.size();
    }

    int size() {
        return items.length;
    }

    long count(Verdict verdict) {
        int count = 0;
        for (byte each : verdicts) {
            count += each == verdict.ordinal() ? 1 : 0;
        }
        return count;
    }

    List<SimilarPair> with(Verdict verdict) {
        List<SimilarPair> pairs = new ArrayList<>();
        for (int i = 0; i < items.length; i++) {
            if (verdicts[i] == verdict.ordinal()) {
                pairs.add(new SimilarPair(
                        place(PairList.first(items[i])), place(PairList.second(items[i])), verdict, similarities[i]));
            }
        }
        return pairs;
    }

    private SimilarPair.Place place(int item) {
        return new SimilarPair.Place(
                signatures.file(item).file(),
                signatures.file(item).slice(signatures.inFile(item)),
                signatures.fingerprint(item));
    }

    /** Finds verdicts by the versions of the items. */
    static final class Former {
        private final Pairs pairs;
        private final KeyTable keys = KeyTable.ofPairs();
        private final int[] placeOf;

        Former(Pairs pairs) {
            this.pairs = pairs;
            this.placeOf = new int[pairs.size()];
            for (int i = 0; i < pairs.size(); i++) {
                Fingerprint one = pairs.signatures.fingerprint(PairList.first(pairs.items[i]));
                Fingerprint other = pairs.signatures.fingerprint(PairList.second(pairs.items[i]));
                placeOf[keys.add(mixed(one, other), one.content() + 31 * other.id())] = i;
            }
        }

        /** Returns the former verdict about two items in their present versions, in the order of the former pair. */
        Optional<Judged> find(Signatures now, int first, int second) {
            Fingerprint one = now.fingerprint(first);
            Fingerprint other = now.fingerprint(second);
            OptionalInt place = place(one, other);
            if (place.isPresent()) {
                return Optional.of(judged(place.getAsInt(), PairList.pair(first, second)));
            }
            OptionalInt swapped = place(other, one);
            return swapped.isPresent()
                    ? Optional.of(judged(swapped.getAsInt(), PairList.pair(second, first)))
                    : Optional.empty();
        }

        private OptionalInt place(Fingerprint one, Fingerprint other) {
            int number = keys.find(mixed(one, other), one.content() + 31 * other.id());
            return number < 0 ? OptionalInt.empty() : OptionalInt.of(placeOf[number]);
        }

        private Judged judged(int place, long items) {
            return new Judged(items, VERDICTS[pairs.verdicts[place]], pairs.similarities[place]);
        }

        private static long mixed(Fingerprint one, Fingerprint other) {
            return one.id() * 0x9e37_79b9_7f4a_7c15L ^ Long.rotateLeft(other.content(), 32);
        }
    }
}
