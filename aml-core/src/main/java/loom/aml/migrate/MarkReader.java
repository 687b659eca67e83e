package loom.aml.migrate;

import java.util.Set;
import loom.aml.item.CollectionReader;
import loom.aml.item.Field;
import loom.aml.item.Item;

/** Counts the items of a collection by version. Reads only the fields that mark a version. */
final class MarkReader implements CollectionReader.Visitor {
    private final Set<Field> marks;
    private final VersionTally tally;

    MarkReader(Schema schema) {
        this.marks = schema.marks();
        this.tally = new VersionTally(schema);
    }

    @Override
    public Set<Field> onlyFields() {
        return marks;
    }

    @Override
    public void item(Item item) {
        tally.count(item);
    }

    VersionCounts counts() {
        return tally.counts();
    }
}
