package loom.aml.edit;

import java.text.Normalizer;
import java.util.Locale;
import loom.aml.io.DamagedException;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;

/** The name of a new note, which is that of its file: its type and title in lower case, {@code feedback_short-commits}. */
public final class NoteName {
    private static final int LONGEST = 60;

    private NoteName() {}

    /**
     * Returns the id that a new note gets from its title and type, unless its fields name one.
     *
     * @param agent the folder of the note
     * @param fields a JSON object
     * @throws InvalidItemException if it is not a JSON object
     */
    public static String of(String agent, byte[] fields) throws InvalidItemException {
        try {
            return of(ItemKind.NOTE, agent, Item.alone(fields, ItemKind.NOTE));
        } catch (DamagedException e) {
            throw new InvalidItemException("not a JSON object: " + e.getMessage());
        }
    }

    /** Returns the id of a new note, or of a new entry of an index. */
    static String of(ItemKind kind, String agent, Item fields) {
        String folder = agent.equals(CollectionFile.TOP) ? "" : agent + "/";
        String title = slug(text(fields, Field.FLAT_NAME));
        if (kind == ItemKind.ENTRY) {
            String target = text(fields, Field.TARGET).replaceFirst("\\.md$", "");
            return folder + "MEMORY#" + (target.isEmpty() ? title : target);
        }
        String type = slug(text(fields, Field.FLAT_TYPE));
        return folder + (type.isEmpty() ? "" : type + "_") + (title.isEmpty() ? "note" : title);
    }

    private static String text(Item fields, Field field) {
        String text = fields.text(field);
        return text == null ? "" : text;
    }

    /** Returns the letters and digits of a text, with hyphens between its words. */
    private static String slug(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
        String slug = plain.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-")
                .replaceAll("^-+|-+$", "");
        if (slug.length() <= LONGEST) {
            return slug;
        }
        int end = slug.lastIndexOf('-', LONGEST);
        return slug.substring(0, end <= 0 ? LONGEST : end);
    }
}
