package loom.aml.edit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import loom.aml.io.DamagedException;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.schema.RuntimeSchema;
import loom.aml.item.text.FieldEditor;
import loom.aml.item.text.JsonLayout;
import loom.aml.item.text.JsonTexts;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import loom.aml.json.JsonObject;
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
                    editor.unset(valid(path));
                }
                for (Map.Entry<String, String> field : new TreeMap<>(set).entrySet()) {
                    editor.set(valid(field.getKey()), field.getValue());
                }
                return editor.toBytes();
            } catch (UneditableException e) {
                throw new InvalidItemException(String.valueOf(e.getMessage()));
            }
        }

        private static String valid(String path) throws UneditableException {
            if (Arrays.stream(path.split("\\.", -1)).anyMatch(String::isBlank)) {
                throw new UneditableException("'" + path + "' is not a path of field names separated by dots");
            }
            return path;
        }
    }

    /**
     * Adds to fields rather than replacing them, and preserves every other byte. A text is added at the end of a text, or
     * to a list as an element; the text of an entity becomes an observation. A text that is there already is not added again.
     *
     * @param values texts and lists of texts as JSON, by field path
     */
    record Addition(Map<String, String> values) implements ItemEdit {
        public Addition {
            values = Map.copyOf(values);
        }

        @Override
        public byte[] textOf(StoredItem item) throws InvalidItemException {
            try {
                FieldEditor editor = FieldEditor.of(item.text());
                for (Map.Entry<String, String> field : new TreeMap<>(values).entrySet()) {
                    boolean isObservation =
                            field.getKey().equals(Field.TEXT.path()) && editor.has(Field.OBSERVATIONS.path());
                    add(editor, isObservation ? Field.OBSERVATIONS.path() : field.getKey(), field.getValue());
                }
                return editor.toBytes();
            } catch (UneditableException e) {
                throw new InvalidItemException(String.valueOf(e.getMessage()));
            }
        }

        private static void add(FieldEditor editor, String path, String json) throws UneditableException {
            Slice present = editor.get(path);
            if (present == null || present.is("null") || present.is("\"\"")) {
                editor.set(path, json);
            } else if (present.first() == '[') {
                List<String> known = JsonTexts.elements(present.toString());
                for (String text : json.startsWith("[") ? JsonTexts.elements(json) : List.of(JsonTexts.decoded(json))) {
                    if (!known.contains(text)) {
                        editor.append(path, JsonObject.quoted(text));
                    }
                }
            } else if (present.first() != '"') {
                throw new UneditableException("'" + path + "' is not a text");
            } else {
                String added = JsonTexts.decoded(json);
                if (!says(JsonTexts.decoded(present.toString()), added)) {
                    editor.set(path, JsonTexts.appended(present.toString(), added));
                }
            }
        }

        /** Returns whether a text has the addition among its sentences and paragraphs. */
        private static boolean says(String text, String added) {
            String sentence = Pattern.quote(plain(added));
            return Pattern.compile("(^|[.!?…] |\n\n)" + sentence + "($|(?<=[.!?…]) |[.!?…]( |$)|\n\n)")
                    .matcher(plain(text))
                    .find();
        }

        /** Returns the text with its paragraphs apart and each on one line. */
        private static String plain(String text) {
            return text.strip().replaceAll("\\s*\n\\s*\n\\s*", "\n\n").replaceAll("[ \t\r]+", " ");
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
