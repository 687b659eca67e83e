package loom.aml.backup.create;

import java.io.IOException;
import loom.aml.item.CollectionReader;
import loom.aml.item.Element;
import loom.aml.item.ForeignElement;
import loom.aml.item.Item;

/** Tells the units of a collection that the version before has from those that are new, and passes the new ones on. */
final class UnitMatcher implements CollectionReader.Visitor {
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
    public void head(byte[] text) throws IOException {
        part(text);
    }

    @Override
    public void item(Item item) throws IOException {
        element(item);
    }

    @Override
    public void stranger(ForeignElement element) throws IOException {
        element(element);
    }

    @Override
    public void closing(byte[] text) throws IOException {
        part(text);
    }

    private void part(byte[] text) throws IOException {
        if (before.count() > 0 && isKnown(UnitTable.sum(text), text.length)) {
            return;
        }
        out.write(text, 0, text.length);
        end(text.length);
    }

    private void element(Element element) throws IOException {
        int length = element.lengthWithSeparator();
        if (before.count() > 0 && isKnown(UnitTable.sum(element), length)) {
            return;
        }
        element.writeSeparatorTo(out::write);
        element.writeTo(out::write);
        end(length);
    }

    private void end(int length) throws IOException {
        steps.add(length);
        out.endUnit();
        // In place of one that was edited stands this one.
        expected++;
    }

    private boolean isKnown(long sum, int length) {
        int unit = before.is(expected, sum, length) ? expected : before.find(sum, length);
        if (unit < 0) {
            return false;
        }
        steps.copy(before.start(unit), length);
        expected = unit + 1;
        return true;
    }

    String steps() {
        return steps.toString();
    }
}
