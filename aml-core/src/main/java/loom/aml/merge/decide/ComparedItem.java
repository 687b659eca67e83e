package loom.aml.merge.decide;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/** An item read for comparisons. Independent of the item that it was read from; thread-safe. */
public final class ComparedItem {
    /** Integers beyond are not exact as floating-point numbers, so that two of them could seem equal. */
    private static final double EXACT = 1L << 53;
    /** Longer items are documents rather than memories; a comparison would take too much memory. */
    public static final int LONGEST = 1 << 18;

    /** The frontmatter of a note. */
    private static final String HEAD = "frontmatter";

    /** Lines of frontmatter that are fields of the note as well, or say when and by whom it was written. */
    private static final Pattern KNOWN_LINE = Pattern.compile(
            "(?m)^(?:---|(?:metadata|name|title|description|type|tags|created|created_at|date|modified|updated"
                    + "|node_type|originSessionId|aml_merged_from):.*|\\s*)$\\R?");

    private final ItemKind kind;
    private final ItemName name;
    private final List<ComparedField> fields;
    private final WordBag words;

    private ComparedItem(ItemKind kind, ItemName name, List<ComparedField> fields, WordBag words) {
        this.kind = kind;
        this.name = name;
        this.fields = fields;
        this.words = words;
    }

    /**
     * Reads an item; empty if it cannot be compared: it is encrypted, longer than {@link #LONGEST} bytes, or has keys twice, invalid UTF-8, lists of lists or numbers beyond
     * the exact ones, so that equal readings would not prove equal contents.
     */
    public static Optional<ComparedItem> of(Item item) {
        if (item.looksEncrypted() || item.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonObject.parseUntrusted(item.copyBytes());
            Map<String, ComparedField> fields = new HashMap<>();
            boolean isExact = true;
            for (String key : json.keys()) {
                Object value = json.value(key);
                isExact &= add(key, key.equals(HEAD) && value instanceof String head ? rest(head) : value, fields);
            }
            if (item.kind() == ItemKind.NOTE && item.isArray(Field.OBSERVATIONS)) {
                isExact &= ComparedEntity.complete(json, fields);
            }
            ItemName.of(item, json).field().ifPresent(fields::remove);
            List<ComparedField> inOrder = fields.values().stream()
                    .sorted(Comparator.comparing(ComparedField::path))
                    .toList();
            return isExact
                    ? Optional.of(new ComparedItem(item.kind(), ItemName.of(item, json), inOrder, bag(inOrder)))
                    : Optional.empty();
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }

    /** Returns the lines of frontmatter that no field of the note repeats. */
    private static String rest(String head) {
        return KNOWN_LINE.matcher(head.replaceAll("(?m)^[ \\t]+", "")).replaceAll("");
    }

    /** Adds a value and what it contains; returns whether all of it can be compared. */
    static boolean add(String path, @Nullable Object value, Map<String, ComparedField> fields) {
        FieldPath field = FieldPath.of(path);
        if (field.role() == FieldRole.FIGURE || value == null || value.equals("")) {
            return true;
        }
        if (value instanceof JsonObject object) {
            boolean isExact = true;
            for (String key : object.keys()) {
                isExact &= add(path + '.' + key, object.value(key), fields);
            }
            return isExact;
        }
        List<Object> values = new ArrayList<>();
        for (Object each : value instanceof List<?> list ? list : List.of(value)) {
            boolean isComparable = each != null
                    && !(each instanceof List)
                    && !(each instanceof Double number && !(Math.abs(number) < EXACT));
            if (!isComparable) {
                return false;
            }
            // Objects in a list keep the order of their keys in the text.
            values.add(each instanceof JsonObject ? each.toString() : each);
        }
        if (!values.isEmpty()) {
            fields.put(path, new ComparedField(field, values));
        }
        return true;
    }

    private static WordBag bag(List<ComparedField> fields) {
        WordBag.Builder words = new WordBag.Builder();
        for (ComparedField field : fields) {
            if (field.path().role() != FieldRole.TAGS) {
                field.values().forEach(value -> words.add(value.toString()));
            }
        }
        return words.build();
    }

    ItemKind kind() {
        return kind;
    }

    /** Returns the words of the id. */
    ItemName name() {
        return name;
    }

    /** Returns the fields in their order. */
    List<ComparedField> fields() {
        return fields;
    }

    /** Returns all words. */
    WordBag words() {
        return words;
    }
}
