package loom.aml.json;

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

/** Writes one JSON document, part by part, for lists too long to be held. Failures to write are thrown as Jackson's own. */
public final class JsonWriter implements AutoCloseable {

    private static final ObjectWriteContext FOR_PEOPLE = new ObjectWriteContext.Base() {
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

    /** Writes UTF-8 to a stream, which stays open. */
    public JsonWriter(OutputStream stream, boolean pretty) {
        this.out = JsonObject.FACTORY.createGenerator(
                pretty ? FOR_PEOPLE : ObjectWriteContext.empty(), new Unclosed(stream), JsonEncoding.UTF8);
    }

    public JsonWriter beginObject() {
        out.writeStartObject();
        return this;
    }

    public JsonWriter endObject() {
        out.writeEndObject();
        return this;
    }

    /** Begins a list under a key of the object that is open. */
    public JsonWriter beginList(String key) {
        out.writeName(key);
        out.writeStartArray();
        return this;
    }

    public JsonWriter endList() {
        out.writeEndArray();
        return this;
    }

    /** All keys of an object, into the object that is open. */
    public JsonWriter fields(JsonObject object) {
        object.values().forEach((key, value) -> {
            out.writeName(key);
            value(value);
        });
        return this;
    }

    /** One value: a key's or a list's. */
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
            throw new IllegalArgumentException("no JSON value: " + value.getClass());
        }
        return this;
    }

    @Override
    public void close() {
        out.close();
    }

    private static final class Unclosed extends java.io.FilterOutputStream {
        Unclosed(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] b, int off, int len) throws java.io.IOException {
            out.write(b, off, len);
        }

        @Override
        public void close() throws java.io.IOException {
            flush();
        }
    }
}
