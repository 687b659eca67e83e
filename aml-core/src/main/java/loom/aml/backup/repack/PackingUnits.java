package loom.aml.backup.repack;

import java.io.IOException;
import loom.aml.backup.create.StepWriter;
import loom.aml.backup.create.UnitTable;
import loom.aml.item.UnitVisitor;

/** Writes the units of a collection that a pool does not contain to a segment. Not safe for use by several threads. */
abstract class PackingUnits extends UnitVisitor {
    private final UnitTable known;
    private final PackedSegment segment;
    private final StepWriter steps = new StepWriter();

    /** The unit that comes next if nothing changed. */
    private int expected;

    PackingUnits(UnitTable known, PackedSegment segment) {
        this.known = known;
        this.segment = segment;
    }

    @Override
    protected void unit(byte[] text, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        long sum = UnitTable.sum(text, offset, length);
        int unit = known.count() == 0 ? -1 : known.find(expected, sum, length);
        if (unit >= 0) {
            steps.copy(known.start(unit), length);
            expected = unit + 1;
        } else {
            segment.write(text, offset, length);
            segment.endUnit(PackedSegment.FRAME);
            isNew(steps, sum, length);
            // This unit replaces an edited one.
            expected++;
        }
        passed(text, offset, length, sum, unit < 0);
    }

    /** Adds the step for a new unit. */
    abstract void isNew(StepWriter writer, long sum, int length);

    /** Takes each unit after its step was added. */
    abstract void passed(byte[] text, int offset, int length, long sum, boolean isNew);

    String steps() {
        return steps.toString();
    }
}
