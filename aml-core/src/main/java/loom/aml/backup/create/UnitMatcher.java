package loom.aml.backup.create;

import java.io.IOException;
import loom.aml.item.UnitVisitor;

/** Finds the units of a collection that the previous version contains, in any order, and writes the others as new. */
final class UnitMatcher extends UnitVisitor {
    private final UnitTable before;
    private final BlockWriter out;
    private final StepWriter steps = new StepWriter();

    /** The unit of the previous version that comes next if nothing changed. */
    private int expected;

    UnitMatcher(UnitTable before, BlockWriter out) {
        this.before = before;
        this.out = out;
    }

    @Override
    protected void unit(byte[] text, int offset, int length) throws IOException {
        int unit = before.count() > 0 ? before.find(expected, UnitTable.sum(text, offset, length), length) : -1;
        if (unit >= 0) {
            steps.copy(before.start(unit), length);
            expected = unit + 1;
            return;
        }
        out.write(text, offset, length);
        steps.add(length);
        out.endUnit();
        // This unit replaces an edited one.
        expected++;
    }

    String steps() {
        return steps.toString();
    }
}
