package loom.aml.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * An immutable JSON object with ordered keys. Values are strings, longs, doubles, booleans, objects, lists of these, or
 * null. Reading a key that is missing or has another type returns an empty value; it never throws.
 */
public final class JsonObject {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .characterEscapes(new VisibleEscapes())
            // A document that a failure cut short must not be closed as if it were complete.
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    /** The maximum nesting depth of untrusted input. */
    public static final int MAX_DEPTH = 64;

    private final Map<String, @Nullable Object> values;

    private JsonObject(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** Loads the parser, which takes longer than parsing most documents. */
    public static void prepare() {
        try {
            parse("{}".getBytes(StandardCharsets.UTF_8), "", _ -> {});
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("an empty object is valid JSON", e);
        }
    }

    /** Returns a text as a JSON string, with its quotes. */
    public static String quoted(String text) {
        String object = builder().put("", text).build().toString();
        return object.substring(object.indexOf(':') + 1, object.length() - 1);
    }

    /** Returns an empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Parses one object.
     *
     * @throws JsonSyntaxException if the text is not one JSON object
     */
    public static JsonObject parse(String text) throws JsonSyntaxException {
        return parseDocument(() -> FACTORY.createParser(ObjectReadContext.empty(), text), null, _ -> {});
    }

    /**
     * Parses one object from UTF-8 and passes the objects of one of its lists to a consumer one by one. They are not
     * kept in memory. Other elements of the list are skipped.
     */
    public static JsonObject parse(byte[] utf8, String list, Consumer<JsonObject> each) throws JsonSyntaxException {
        return parseDocument(() -> FACTORY.createParser(ObjectReadContext.empty(), utf8), list, each);
    }

    private static JsonObject parseDocument(Supplier<JsonParser> text, @Nullable String list, Consumer<JsonObject> each)
            throws JsonSyntaxException {
        try (JsonParser parser = text.get()) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonSyntaxException("expected a JSON object");
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
                throw new JsonSyntaxException("text after the end of the JSON object");
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

    /** Returns the problem without Jackson's source references. */
    private static String inWords(JacksonException e) {
        return String.valueOf(e.getOriginalMessage()).replaceAll(" ?\\(start marker at .*", "");
    }

    /** Parses one object from UTF-8. */
    public static JsonObject parse(byte[] utf8) throws JsonSyntaxException {
        return parse(new String(utf8, StandardCharsets.UTF_8));
    }

    /** Parses untrusted input. Rejects invalid UTF-8, nesting deeper than {@link #MAX_DEPTH} and duplicate keys. */
    public static JsonObject parseUntrusted(byte[] utf8) throws JsonSyntaxException {
        return parseDocument(() -> Untrusted.FACTORY.createParser(ObjectReadContext.empty(), utf8), null, _ -> {});
    }

    /** Loaded only by programs that parse untrusted input. */
    private static final class Untrusted {
        static final JsonFactory FACTORY = JsonObject.FACTORY
                .rebuild()
                .streamReadConstraints(JsonObject.FACTORY
                        .streamReadConstraints()
                        .rebuild()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
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

    /** Returns the integer value of a key; 0 if absent or of another type. */
    public long number(String key) {
        return values.get(key) instanceof Long n ? n : 0;
    }

    /** Returns the numeric value of a key; empty if absent or of another type. */
    public OptionalDouble decimal(String key) {
        return values.get(key) instanceof Number n ? OptionalDouble.of(n.doubleValue()) : OptionalDouble.empty();
    }

    public boolean isTrue(String key) {
        return Boolean.TRUE.equals(values.get(key));
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** Returns the ISO 8601 instant of a key; empty if absent or malformed. */
    public Optional<Instant> instant(String key) {
        return string(key).flatMap(text -> {
            try {
                return Optional.of(Instant.parse(text));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    public Optional<JsonObject> object(String key) {
        return values.get(key) instanceof JsonObject o ? Optional.of(o) : Optional.empty();
    }

    /** Returns the objects in the list of a key; elements of other types are skipped. */
    public List<JsonObject> objects(String key) {
        return elements(key, JsonObject.class);
    }

    /** Returns the strings in the list of a key; elements of other types are skipped. */
    public List<String> strings(String key) {
        return elements(key, String.class);
    }

    private <T> List<T> elements(String key, Class<T> type) {
        return values.get(key) instanceof List<?> list
                ? list.stream().filter(type::isInstance).map(type::cast).toList()
                : List.of();
    }

    /** Returns whether the value of a key is a list that contains only objects. */
    public boolean isListOfObjects(String key) {
        return values.get(key) instanceof List<?> list && list.stream().allMatch(JsonObject.class::isInstance);
    }

    /** Returns all values except nulls as text, in key order. */
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

    /** Returns the keys in order. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /** Returns the raw value of a key: a string, a long, a double, a boolean, an object, a list of these, or null. */
    public @Nullable Object value(String key) {
        return values.get(key);
    }

    /** Compares keys and values; the order of keys is ignored. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Returns the object on one line. */
    @Override
    public String toString() {
        return text(false);
    }

    /** Returns the object indented over several lines. */
    public String toPrettyString() {
        return text(true);
    }

    /** Returns the object on one line, in UTF-8. */
    public byte[] toUtf8() {
        return written(false).toByteArray();
    }

    private String text(boolean pretty) {
        return written(pretty).toString(StandardCharsets.UTF_8);
    }

    private ByteArrayOutputStream written(boolean pretty) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonWriter writer = new JsonWriter(out, pretty)) {
            writer.value(this);
        }
        return out;
    }

    /** Builds an object key by key. */
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

        /** Adds a list of strings or objects. */
        public Builder put(String key, Collection<?> value) {
            values.put(key, List.copyOf(value));
            return this;
        }

        /** Adds a raw value, of a type that {@link JsonObject#value} returns. */
        public Builder putValue(String key, @Nullable Object value) {
            values.put(key, value);
            return this;
        }

        /** Adds all keys of another object. */
        public Builder putAll(JsonObject other) {
            values.putAll(other.values);
            return this;
        }

        public JsonObject build() {
            return new JsonObject(new LinkedHashMap<>(values));
        }
    }
}
