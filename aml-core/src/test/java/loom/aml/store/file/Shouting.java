package loom.aml.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.store.Transformation;
import loom.aml.store.Transformations;

/** Adds a version to items, in front of all else. Of every other item the way back is said not to be exact. */
final class Shouting implements Transformation, Transformations {
    static final Shouting LOUD = new Shouting();

    private static final String MARK = "\"version\": \"loud\",";

    /** The text of an item, or of several, as it was before. */
    static String quiet(String text) {
        return text.replace(MARK, "");
    }

    static boolean isLoud(Item item) {
        return "loud".equals(item.text(Field.VERSION));
    }

    @Override
    public JsonObject name() {
        return JsonObject.builder().put("transformation", "loud").build();
    }

    @Override
    public Optional<Transformation> named(JsonObject name) {
        return Optional.of(this);
    }

    @Override
    public Result apply(Item item) {
        if (isLoud(item)) {
            return null;
        }
        String text = new String(item.copyBytes(), UTF_8);
        return new Result(("{" + MARK + text.substring(1)).getBytes(UTF_8), "quiet", item.ordinal() % 2 == 0);
    }

    @Override
    public byte[] revert(Item item, String was) {
        if (!isLoud(item)) {
            return null;
        }
        String text = new String(item.copyBytes(), UTF_8);
        return quiet(text).getBytes(UTF_8);
    }
}
