package loom.aml.json;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * Writes one JSON document incrementally, for lists that do not fit in memory. Write failures are thrown as Jackson
 * exceptions.
 */
public final class JsonWriter implements AutoCloseable {

    /** Indents by two spaces, with one member or element per line. */
    public static final ObjectWriteContext INDENTED = new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            DefaultIndenter lines = new DefaultIndenter("  ", "\n");
            return new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withObjectIndenter(lines)
                    .withArrayIndenter(lines);
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    };

    private final JsonGenerator out;

    /** Creates a writer of UTF-8; closing it does not close the stream. */
    public JsonWriter(OutputStream stream, boolean pretty) {
        this.out = JsonObject.FACTORY.createGenerator(
                pretty ? INDENTED : ObjectWriteContext.empty(), new Unclosed(stream), JsonEncoding.UTF8);
    }

    public JsonWriter beginObject() {
        out.writeStartObject();
        return this;
    }

    public JsonWriter endObject() {
        out.writeEndObject();
        return this;
    }

    /** Begins a list under a key of the current object. */
    public JsonWriter beginList(String key) {
        out.writeName(key);
        out.writeStartArray();
        return this;
    }

    public JsonWriter endList() {
        out.writeEndArray();
        return this;
    }

    /** Writes all keys of an object into the current object. */
    public JsonWriter fields(JsonObject object) {
        object.values().forEach((key, value) -> {
            out.writeName(key);
            value(value);
        });
        return this;
    }

    /** Writes one value, of a key or in a list. */
    public JsonWriter value(@Nullable Object value) {
        // Not a switch over types: linking one at run time takes longer than writing most documents.
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String s) {
            out.writeString(s);
        } else if (value instanceof Long n) {
            out.writeNumber(n);
        } else if (value instanceof Integer n) {
            out.writeNumber(n);
        } else if (value instanceof Double d) {
            out.writeNumber(d);
        } else if (value instanceof Boolean b) {
            out.writeBoolean(b);
        } else if (value instanceof JsonObject o) {
            beginObject().fields(o).endObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            list.forEach(this::value);
            out.writeEndArray();
        } else {
            throw new IllegalArgumentException("not a JSON value: " + value.getClass());
        }
        return this;
    }

    @Override
    public void close() {
        out.close();
    }

    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            out.write(b, off, len);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
