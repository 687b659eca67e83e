package loom.aml.sample;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The items of one collection, in order. Labels of copies go to copies of an earlier fresh item, often hundreds of
 * items before; each fresh item is copied at most once. If none is available, the item becomes rotten by age instead.
 */
final class Plantings implements Iterator<Planting> {

    /** The maximum number of fresh items to remember for copies. */
    private static final int REMEMBERED = 512;

    /** The number of items over which a deviation of the share is corrected. */
    private static final double PATIENCE = 16;

    private final SampleFile file;
    private final double rot;
    private final Draws draws;
    private final LabelDeck deck;
    private final Planting[] originals = new Planting[REMEMBERED];
    private int originalsCount;
    private double owed;
    private int ordinal;

    Plantings(SampleFile file, SamplePolicy policy) {
        this.file = file;
        this.rot = policy.rot();
        this.draws = Draws.of(policy.seed(), file.agentIndex(), file.kind().ordinal());
        this.deck = new LabelDeck(file.kind(), draws);
    }

    @Override
    public boolean hasNext() {
        return ordinal < file.items();
    }

    @Override
    public Planting next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Label label = isRotten() ? deck.deal() : Label.FRESH;
        if (label.isCopy()) {
            Planting original = takeOriginal();
            if (original != null) {
                return original.copy(ordinal++, label, draws);
            }
            label = LabelDeck.aged(file.kind());
        }
        Planting item = Planting.draw(ordinal++, label, draws);
        if (label == Label.FRESH) {
            remember(item);
        }
        return item;
    }

    /** Drawn with feedback, so that the share of a file rarely deviates by more than a few items. */
    private boolean isRotten() {
        boolean rotten = draws.unit() < rot + owed / PATIENCE;
        owed += rot - (rotten ? 1 : 0);
        return rotten;
    }

    private void remember(Planting item) {
        if (originalsCount < REMEMBERED) {
            originals[originalsCount++] = item;
        } else {
            originals[draws.below(REMEMBERED)] = item;
        }
    }

    private @Nullable Planting takeOriginal() {
        if (originalsCount == 0) {
            return null;
        }
        int at = draws.below(originalsCount);
        Planting original = originals[at];
        originals[at] = originals[--originalsCount];
        return original;
    }
}
