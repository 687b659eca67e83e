package loom.aml.backup.create;

import java.io.IOException;
import loom.aml.item.UnitVisitor;

/** Tells the units of a collection that the version before has from those that are new, and passes the new ones on. */
final class UnitMatcher extends UnitVisitor {
    private final UnitTable before;
    private final BlockWriter out;
    private final StepWriter steps = new StepWriter();

    /** The unit of the version before that should come next if nothing changed. */
    private int expected;

    UnitMatcher(UnitTable before, BlockWriter out) {
        this.before = before;
        this.out = out;
    }

    @Override
    protected void unit(byte[] text, int offset, int length) throws IOException {
        int unit = before.count() > 0 ? find(UnitTable.sum(text, offset, length), length) : -1;
        if (unit >= 0) {
            steps.copy(before.start(unit), length);
            expected = unit + 1;
            return;
        }
        out.write(text, offset, length);
        steps.add(length);
        out.endUnit();
        // In place of one that was edited stands this one.
        expected++;
    }

    private int find(long sum, int length) {
        return before.is(expected, sum, length) ? expected : before.find(sum, length);
    }

    String steps() {
        return steps.toString();
    }
}
