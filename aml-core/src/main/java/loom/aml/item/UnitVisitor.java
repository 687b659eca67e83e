package loom.aml.item;

import java.io.IOException;
import loom.aml.io.ByteSink;

/**
 * Takes a collection as the units of its text: its head, each element with the separator before it, and its closing. All units one
 * after the other are the text.
 */
public abstract class UnitVisitor implements CollectionReader.Visitor {
    private final ByteSink units = this::unit;

    /** Takes a unit. The array belongs to the reader. */
    protected abstract void unit(byte[] text, int offset, int length) throws IOException;

    @Override
    public final void head(byte[] text) throws IOException {
        unit(text, 0, text.length);
    }

    @Override
    public final void item(Item item) throws IOException {
        item.writeWithSeparatorTo(units);
    }

    @Override
    public final void stranger(ForeignElement element) throws IOException {
        element.writeWithSeparatorTo(units);
    }

    @Override
    public final void closing(byte[] text) throws IOException {
        unit(text, 0, text.length);
    }
}
