package loom.aml.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * An immutable JSON object, its keys in their order. Values are strings, longs, doubles, booleans, objects, lists of these, or
 * null. Reading a key that is missing or holds another type gives nothing; it never throws.
 */
public final class JsonObject {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .characterEscapes(new VisibleEscapes())
            // A document that a failure cut short must not be closed as if it were whole.
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private final Map<String, @Nullable Object> values;

    private JsonObject(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** Loads the parser, which takes longer than most documents do. */
    public static void prepare() {
        try {
            parse("{}".getBytes(StandardCharsets.UTF_8), "", _ -> {});
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("an empty object is JSON", e);
        }
    }

    /** A text as a JSON string, with its quotes. */
    public static String quoted(String text) {
        String object = builder().put("", text).build().toString();
        return object.substring(object.indexOf(':') + 1, object.length() - 1);
    }

    /** Begins an object. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads one object.
     *
     * @throws JsonSyntaxException if the text is anything else
     */
    public static JsonObject parse(String text) throws JsonSyntaxException {
        return whole(() -> FACTORY.createParser(ObjectReadContext.empty(), text), null, _ -> {});
    }

    /**
     * Reads one object from UTF-8, and hands the objects of one of its lists over as they come: they are not kept, however many there
     * are. What else stands in the list is passed over.
     */
    public static JsonObject parse(byte[] utf8, String list, Consumer<JsonObject> each) throws JsonSyntaxException {
        return whole(() -> FACTORY.createParser(ObjectReadContext.empty(), utf8), list, each);
    }

    private static JsonObject whole(Supplier<JsonParser> text, @Nullable String list, Consumer<JsonObject> each)
            throws JsonSyntaxException {
        try (JsonParser parser = text.get()) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonSyntaxException("a JSON object must stand here");
            }
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(list)) {
                    handOver(parser, each);
                } else {
                    values.put(name, value(parser));
                }
            }
            if (parser.nextToken() != null) {
                throw new JsonSyntaxException("text after the JSON object");
            }
            return new JsonObject(values);
        } catch (JacksonException e) {
            throw new JsonSyntaxException(inWords(e));
        }
    }

    private static void handOver(JsonParser parser, Consumer<JsonObject> each) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (value(parser) instanceof JsonObject element) {
                each.accept(element);
            }
        }
    }

    /** What is wrong with the text, without what Jackson says of itself. */
    private static String inWords(JacksonException e) {
        return String.valueOf(e.getOriginalMessage()).replaceAll(" ?\\(start marker at .*", "");
    }

    /** Reads one object from UTF-8. */
    public static JsonObject parse(byte[] utf8) throws JsonSyntaxException {
        return parse(new String(utf8, StandardCharsets.UTF_8));
    }

    private static JsonObject object(JsonParser parser) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            values.put(name, value(parser));
        }
        return new JsonObject(values);
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) parser.getDoubleValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    public Optional<String> string(String key) {
        return values.get(key) instanceof String s ? Optional.of(s) : Optional.empty();
    }

    /** The value of a key that holds a whole number; 0 where it holds none. */
    public long number(String key) {
        return values.get(key) instanceof Long n ? n : 0;
    }

    /** The value of a key that holds any number; nothing where it holds none. */
    public OptionalDouble decimal(String key) {
        return values.get(key) instanceof Number n ? OptionalDouble.of(n.doubleValue()) : OptionalDouble.empty();
    }

    public boolean isTrue(String key) {
        return Boolean.TRUE.equals(values.get(key));
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The instant that a key holds as ISO text. */
    public Optional<Instant> instant(String key) {
        return string(key).flatMap(text -> {
            try {
                return Optional.of(Instant.parse(text));
            } catch (java.time.format.DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    public Optional<JsonObject> object(String key) {
        return values.get(key) instanceof JsonObject o ? Optional.of(o) : Optional.empty();
    }

    /** The objects in the list that a key holds; elements of other types are left out. */
    public List<JsonObject> objects(String key) {
        return elements(key, JsonObject.class);
    }

    /** The strings in the list that a key holds; elements of other types are left out. */
    public List<String> strings(String key) {
        return elements(key, String.class);
    }

    private <T> List<T> elements(String key, Class<T> type) {
        return values.get(key) instanceof List<?> list
                ? list.stream().filter(type::isInstance).map(type::cast).toList()
                : List.of();
    }

    /** Whether the key holds a list of nothing but objects. */
    public boolean isListOfObjects(String key) {
        return values.get(key) instanceof List<?> list && list.stream().allMatch(JsonObject.class::isInstance);
    }

    /** All that is not null, each as a text, in the order of the keys. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (value != null) {
                texts.put(key, value.toString());
            }
        });
        return texts;
    }

    Map<String, @Nullable Object> values() {
        return values;
    }

    /** The object on one line. */
    @Override
    public String toString() {
        return text(false);
    }

    /** The object over several lines, for people. */
    public String toPrettyString() {
        return text(true);
    }

    private String text(boolean pretty) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonWriter writer = new JsonWriter(out, pretty)) {
            writer.value(this);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Puts an object together, key by key. */
    public static final class Builder {
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String key, @Nullable String value) {
            values.put(key, value);
            return this;
        }

        public Builder put(String key, long value) {
            values.put(key, value);
            return this;
        }

        public Builder put(String key, double value) {
            values.put(key, Double.isFinite(value) ? (Object) value : null);
            return this;
        }

        public Builder put(String key, boolean value) {
            values.put(key, value);
            return this;
        }

        public Builder put(String key, @Nullable Instant value) {
            return put(key, value == null ? null : value.toString());
        }

        public Builder put(String key, @Nullable JsonObject value) {
            values.put(key, value);
            return this;
        }

        /** A list of strings or of objects. */
        public Builder put(String key, Collection<?> value) {
            values.put(key, List.copyOf(value));
            return this;
        }

        /** All that another object holds. */
        public Builder putAll(JsonObject other) {
            values.putAll(other.values);
            return this;
        }

        public JsonObject build() {
            return new JsonObject(new LinkedHashMap<>(values));
        }
    }
}
