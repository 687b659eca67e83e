package loom.aml.tidy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import loom.aml.item.BlankItem;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import loom.aml.store.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Completes items that agents wrote from a prompt without the mandatory fields. Adds an id, the agent of the folder,
 * and a timestamp taken from the item's own fields or otherwise from the file. All other bytes of the item are
 * preserved:
 *
 * <pre>
 *   { "name": "Retry", "created": "2026-10-01" }
 *   { "id": "9f1c...", "agent": "debugger", "timestamp": "2026-10-01T00:00:00Z", "name": "Retry", "created": "2026-10-01" }
 * </pre>
 *
 * <p>A null or empty member gets a value in place; missing members are inserted at the front, separated like the first
 * member. The id is a version 3 UUID of the item's position and bytes and the time of the run, so that preparing a
 * change twice gives the same id. The former bytes are archived.
 */
final class Completion implements Transformation {

    /** The name of the transformation in the record of a run. */
    static final JsonObject NAME =
            JsonObject.builder().put("transformation", "completion").build();

    private static final String WAS = "incomplete";
    private static final Field[] REQUIRED = {Field.ID, Field.AGENT, Field.TIMESTAMP};

    private final CollectionFile file;
    private final Instant fileTime;
    private final Instant now;

    /**
     * @param fileTime the modification time of the file
     * @param now the time of the run
     */
    Completion(CollectionFile file, Instant fileTime, Instant now) {
        this.file = file;
        this.fileTime = fileTime.isAfter(now) ? now : fileTime;
        this.now = now;
    }

    /** Returns whether an item lacks an id, an agent or a timestamp. */
    static boolean isIncomplete(Item item) {
        return !item.isFilled(Field.ID) || !item.isFilled(Field.AGENT) || !item.isFilled(Field.TIMESTAMP);
    }

    /** Returns whether completing an item adds this field with a value that the runtime accepts. */
    static boolean adds(Field field, Item item) {
        return (field == Field.ID || field == Field.AGENT || field == Field.TIMESTAMP) && !item.isFilled(field);
    }

    /** Returns the names of the fields that an item lacks. */
    static List<String> missing(Item item) {
        List<String> missing = new ArrayList<>();
        for (Field field : REQUIRED) {
            if (!item.isFilled(field)) {
                missing.add(field.path());
            }
        }
        return missing;
    }

    @Override
    public JsonObject name() {
        return NAME;
    }

    @Override
    public @Nullable Result apply(Item item) {
        return isIncomplete(item) && !item.looksEncrypted() && !BlankItem.isBlank(item)
                ? new Result(completed(item), WAS, false)
                : null;
    }

    /** Reverts an item to its former bytes, unless it was changed since its completion. */
    @Override
    public byte @Nullable [] revert(Item item, String was) {
        return null;
    }

    @Override
    public @Nullable JsonObject explain(Item item) {
        if (apply(item) == null) {
            return null;
        }
        List<String> missing = missing(item);
        Field dated = item.datedBy();
        String from = dated == null ? "file" : dated.path();
        return JsonObject.builder()
                .put("missing", missing)
                .put("timestamp_from", item.isFilled(Field.TIMESTAMP) ? null : from)
                .build();
    }

    /** Returns the bytes of an item with all missing fields added. */
    byte[] completed(Item item) {
        byte[] text = item.copyBytes();
        List<String> added = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 200);
        int copied = 1;
        ByteArrayOutputStream rest = new ByteArrayOutputStream(text.length + 200);
        for (Field field : inOrderOfTheText(item)) {
            String value = value(field, item, text);
            if (item.has(field)) {
                rest.write(text, copied, item.startOf(field) - copied);
                rest.writeBytes(value.getBytes(StandardCharsets.UTF_8));
                copied = item.endOf(field);
            } else {
                added.add("\"" + field.path() + "\":" + colonBlank(text) + value);
            }
        }
        rest.write(text, copied, text.length - copied);
        out.write('{');
        byte[] lead = lead(text);
        for (String member : added) {
            out.writeBytes(lead);
            out.writeBytes(member.getBytes(StandardCharsets.UTF_8));
            out.write(',');
        }
        out.writeBytes(rest.toByteArray());
        return out.toByteArray();
    }

    /** Returns the missing fields; those that are present but empty are in text order. */
    private static List<Field> inOrderOfTheText(Item item) {
        List<Field> fields = new ArrayList<>();
        for (Field field : REQUIRED) {
            if (!item.isFilled(field)) {
                fields.add(field);
            }
        }
        fields.sort((one, other) -> Integer.compare(item.startOf(one), item.startOf(other)));
        return fields;
    }

    private String value(Field field, Item item, byte[] text) {
        return switch (field) {
            case ID -> JsonObject.quoted(id(item.ordinal(), text));
            case AGENT -> JsonObject.quoted(file.agent());
            default -> JsonObject.quoted(timestamp(item));
        };
    }

    private String id(int ordinal, byte[] text) {
        ByteArrayOutputStream seed = new ByteArrayOutputStream(text.length + 100);
        seed.writeBytes((file.path() + "#" + ordinal + "@" + now + "\n").getBytes(StandardCharsets.UTF_8));
        seed.writeBytes(text);
        return UUID.nameUUIDFromBytes(seed.toByteArray()).toString();
    }

    private String timestamp(Item item) {
        Field dated = item.datedBy();
        Instant time = dated == null ? null : item.time(dated);
        return (time == null ? fileTime : time).toString();
    }

    /** Returns the text between the brace and the first key. Every item with content has a key. */
    private static byte[] lead(byte[] text) {
        int key = firstKey(text);
        return Arrays.copyOfRange(text, 1, key);
    }

    private static int firstKey(byte[] text) {
        int p = 1;
        while (text[p] != '"') {
            p++;
        }
        return p;
    }

    /** Returns the blank to write after a colon: one if the first member has one, otherwise none. */
    private static String colonBlank(byte[] text) {
        int p = firstKey(text) + 1;
        while (text[p] != '"') {
            p += text[p] == '\\' ? 2 : 1;
        }
        while (text[p] != ':') {
            p++;
        }
        return text[p + 1] == ' ' ? " " : "";
    }
}
