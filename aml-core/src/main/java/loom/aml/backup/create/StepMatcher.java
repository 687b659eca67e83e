package loom.aml.backup.create;

import java.io.IOException;
import loom.aml.item.UnitVisitor;

/**
 * Finds the units of a collection that the previous version has in the same order, and writes the others as new. It does not
 * detect moved units: if some units are missing and others were added elsewhere, it fails with {@link OutOfSyncException}.
 */
final class StepMatcher extends UnitVisitor {
    /** The maximum number of consecutive new units; more are not a typical edit. */
    private static final int MOST_IN_A_ROW = 8;

    private final PreviousText before;
    private final BlockWriter out;
    private final StepWriter steps = new StepWriter();
    private int inARow;
    private boolean isMissing;
    private boolean isMore;

    StepMatcher(PreviousText before, BlockWriter out) {
        this.before = before;
        this.out = out;
    }

    @Override
    protected void unit(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        long expected = before.position();
        long found = pass(bytes, offset, length);
        if (found < 0) {
            steps.add(length);
            out.write(bytes, offset, length);
            out.endUnit();
            if (++inARow > MOST_IN_A_ROW && !before.isInSight()) {
                throw new OutOfSyncException("too many new units");
            }
            return;
        }
        if (inARow > MOST_IN_A_ROW && found > expected) {
            throw new OutOfSyncException("too many new units");
        }
        steps.copy(found, length);
        isMissing |= found > expected && inARow == 0;
        isMore |= found == expected && inARow > 0;
        inARow = 0;
        if (isMissing && isMore) {
            throw new OutOfSyncException("units may have been moved");
        }
    }

    private long pass(byte[] bytes, int offset, int length) throws IOException {
        try {
            return before.pass(bytes, offset, length);
        } catch (IOException e) {
            throw new OutOfSyncException(e);
        }
    }

    String steps() {
        return steps.toString();
    }
}
