package loom.aml.item;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads collections with Jackson, which is strict by default, as a reference for our scanner.
 *
 * <p>Compensates for differences by design. Jackson guesses UTF-16 and accepts some overlong or surrogate encodings, so
 * it gets text decoded by the JDK's strict decoder. It does not skip a byte order mark in decoded text, so one is
 * removed. It rejects escaped unpaired surrogates in keys, which the grammar allows and the runtime accepts, so it gets
 * other escapes instead. Its limits for names and numbers are disabled, and its depth limit is set to ours. A
 * collection is an array, null, or empty, so any other root is rejected.
 */
public final class JacksonReader {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonScanner.MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Represents JSON null; Java null means absent. */
    private static final Object NULL = new Object();

    private static final Pattern SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F][0-9a-fA-F]{2}");

    private JacksonReader() {}

    /** Returns whether Jackson accepts a document as a collection. */
    public static boolean accepts(byte[] bytes) {
        String text = decoded(bytes);
        if (text == null) {
            return false;
        }
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), text)) {
            JsonToken root = parser.nextToken();
            if (root != null && root != JsonToken.START_ARRAY && root != JsonToken.VALUE_NULL) {
                return false;
            }
            int depth = root == JsonToken.START_ARRAY ? 1 : 0;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.VALUE_STRING) {
                    parser.getString();
                }
            }
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    static String withoutSurrogates(String text) {
        return SURROGATE.matcher(text).replaceAll("\\\\u0041");
    }

    /**
     * An element of a collection as Jackson reads it.
     *
     * @param from its start in the bytes
     * @param to its end
     * @param fields its fields; null if it is not an object
     */
    public record Element(int from, int to, @Nullable Tree fields) {}

    /** Returns the elements of a collection in order; empty if Jackson rejects it. */
    public static Optional<List<Element>> elements(byte[] bytes) {
        String text = decoded(bytes);
        if (text == null) {
            return Optional.empty();
        }
        int mark = bytes.length - text.getBytes(UTF_8).length;
        List<Element> elements = new ArrayList<>();
        Places places = new Places(text);
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), text)) {
            JsonToken root = parser.nextToken();
            if (root != null && root != JsonToken.START_ARRAY && root != JsonToken.VALUE_NULL) {
                return Optional.empty();
            }
            while (root == JsonToken.START_ARRAY && parser.nextToken() != JsonToken.END_ARRAY) {
                int from = (int) parser.currentTokenLocation().getCharOffset();
                Object value = value(parser);
                parser.finishToken();
                int to = (int) parser.currentLocation().getCharOffset();
                elements.add(new Element(
                        mark + places.inBytes(from),
                        mark + places.inBytes(to),
                        value instanceof Tree fields ? fields : null));
            }
            return parser.nextToken() == null ? Optional.of(elements) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Maps character positions to positions in UTF-8. Must be queried in ascending order. */
    private static final class Places {
        private final String text;
        private int chars;
        private int bytes;

        Places(String text) {
            this.text = text;
        }

        int inBytes(int at) {
            while (chars < at) {
                char c = text.charAt(chars++);
                // Each half of a pair counts as two of four bytes.
                bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
            return bytes;
        }
    }

    /** Returns whether the bytes contain escaped unpaired surrogates, which were replaced for Jackson. */
    public static boolean isChanged(byte[] bytes) {
        return SURROGATE.matcher(new String(bytes, ISO_8859_1)).find();
    }

    /** Compares the value of a field in an item with Jackson's. */
    public static void check(Item item, Field field, @Nullable Object value, String about) {
        assertThat(item.has(field)).as(about).isEqualTo(value != null);
        assertThat(item.isString(field)).as(about).isEqualTo(value instanceof String);
        assertThat(item.isArray(field)).as(about).isEqualTo(value instanceof List);
        assertThat(item.isObject(field)).as(about).isEqualTo(value instanceof Tree);
        for (ValueType type : ValueType.values()) {
            assertThat(item.is(field, type)).as("%s is %s", about, type).isEqualTo(isOf(type, value));
        }
        assertThat(item.isFilled(field)).as(about).isEqualTo(value != null && value != NULL && !value.equals(""));
        assertThat(item.flag(field))
                .as(about)
                .isEqualTo(value instanceof Boolean b ? Optional.of(b) : Optional.empty());
        assertThat(item.number(field))
                .as(about)
                .isEqualTo(value instanceof Double d ? OptionalDouble.of(d) : OptionalDouble.empty());
        if (value instanceof String s) {
            assertThat(item.text(field)).as(about).isEqualTo(s.isEmpty() ? null : s);
        } else if (value instanceof Boolean b) {
            assertThat(item.text(field)).as(about).isEqualTo(b.toString());
        } else if (value == null || value == NULL) {
            assertThat(item.text(field)).as(about).isNull();
        }
    }

    private static boolean isOf(ValueType type, @Nullable Object value) {
        return switch (type) {
            case STRING -> value instanceof String;
            case NUMBER -> value instanceof Double;
            case FLAG -> value instanceof Boolean;
            case OBJECT -> value instanceof Tree;
            case LIST_OF_STRINGS ->
                value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
            case OBJECT_OF_NUMBERS ->
                value instanceof Tree tree && tree.all.stream().allMatch(Double.class::isInstance);
            case OBJECT_OF_SCALARS ->
                value instanceof Tree tree
                        && tree.all.stream()
                                .allMatch(inner ->
                                        inner instanceof String || inner instanceof Double || inner instanceof Boolean);
        };
    }

    private static @Nullable String decoded(byte[] bytes) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return withoutSurrogates(text.startsWith("\ufeff") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Parses an object with Jackson; the last of equal keys counts. */
    static Tree tree(String text) {
        try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            return object(parser);
        }
    }

    private static Tree object(JsonParser parser) {
        Tree object = new Tree();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            Object value = value(parser);
            object.put(key, value);
            object.all.add(value);
        }
        return object;
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Double.parseDouble(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> NULL;
        };
    }

    /** Returns the value at a path of keys; null if absent. */
    public static @Nullable Object at(Tree tree, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return tree.get(path);
        }
        Object below = tree.get(path.substring(0, dot));
        return below instanceof Tree inner ? at(inner, path.substring(dot + 1)) : null;
    }

    /** An object as Jackson reads it, by key. */
    public static final class Tree extends HashMap<String, Object> {
        private static final long serialVersionUID = 1L;

        /** The values of all keys, including repeated ones. */
        private final transient List<Object> all = new ArrayList<>();
    }
}
