package loom.aml.cli.print;

import loom.aml.io.Printable;
import loom.aml.item.Item;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemTitle;
import loom.aml.store.StoredItem;
import org.jspecify.annotations.Nullable;

/** Labels items for people by the first characters of the id, which commands accept, and the title. */
public final class ItemLabel {
    private static final int SHORT_ID = 8;
    private static final int UUID = 36;
    private static final int WIDEST = 48;

    private ItemLabel() {}

    /** {@code c0324b8e Version the importer}. */
    public static String of(Item item) {
        return of(item.id(), ItemTitle.of(item));
    }

    /** {@code c0324b8e Version the importer}. */
    public static String of(StoredItem item) {
        return of(item.key().id(), ItemTitle.of(item.fields()));
    }

    /**
     * {@code c0324b8e Version the importer}.
     *
     * @param title empty if the item has none or is unknown
     */
    public static String of(@Nullable String id, String title) {
        return title.isEmpty() ? shortId(id) : shortId(id) + " " + title(title);
    }

    /** Returns a title, shortened to fit on a line. */
    public static String title(String title) {
        return Lines.cut(Printable.of(title), WIDEST);
    }

    /** {@code debugger/pattern/c0324b8e Version the importer}. */
    public static String of(ItemKey key, String title) {
        return Printable.of(key.agent() + "/" + key.kind().word() + "/") + of(key.id(), title);
    }

    /** Returns the first characters of a UUID, which 'show' accepts; other ids in full. */
    public static String shortId(@Nullable String id) {
        return id == null ? "-" : Printable.of(id.length() == UUID ? id.substring(0, SHORT_ID) : id);
    }
}
