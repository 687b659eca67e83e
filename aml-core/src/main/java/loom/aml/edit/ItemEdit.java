package loom.aml.edit;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.item.schema.RuntimeSchema;
import loom.aml.item.text.JsonLayout;
import loom.aml.item.text.UneditableException;
import loom.aml.store.StoredItem;

/** A change to the text of one item. */
public sealed interface ItemEdit {

    /**
     * Returns the edited item.
     *
     * @throws InvalidItemException if the edit fails, changes the id or the agent, or produces an item that the runtime
     *     would not load although it loads the current one
     */
    default byte[] applyTo(StoredItem item) throws InvalidItemException {
        byte[] text = textOf(item);
        try {
            Item edited = Item.alone(text, item.key().kind());
            if (!item.key().id().equals(edited.id())) {
                throw new InvalidItemException("the id of an item cannot be changed");
            }
            String refusal = RuntimeSchema.refusal(edited);
            if (refusal != null && RuntimeSchema.refusal(item.fields()) == null) {
                throw new InvalidItemException(refusal);
            }
            return text;
        } catch (DamagedException e) {
            throw new InvalidItemException("not a JSON object: " + e.getMessage());
        }
    }

    /** Returns the text after the edit, before validation. */
    byte[] textOf(StoredItem item) throws InvalidItemException;

    /**
     * Sets and removes single fields and preserves every other byte.
     *
     * @param set the new values as JSON, by field path: {@code pattern.approach.technique}
     * @param unset the paths of the fields to remove
     */
    record Fields(Map<String, String> set, Set<String> unset) implements ItemEdit {
        public Fields {
            set = Map.copyOf(set);
            unset = Set.copyOf(unset);
        }

        @Override
        public byte[] textOf(StoredItem item) throws InvalidItemException {
            try {
                FieldEditor editor = FieldEditor.of(item.text());
                for (String path : unset) {
                    editor.unset(path);
                }
                for (Map.Entry<String, String> field : new TreeMap<>(set).entrySet()) {
                    editor.set(field.getKey(), field.getValue());
                }
                return editor.toBytes();
            } catch (UneditableException e) {
                throw new InvalidItemException(String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * Replaces the whole text.
     *
     * @param text a JSON object
     */
    record Text(byte[] text) implements ItemEdit {
        @Override
        public byte[] textOf(StoredItem item) {
            return JsonLayout.stripped(text);
        }
    }
}
