package loom.aml.sample;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.HexFormat;
import loom.aml.json.JsonWriter;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes JSON like the runtime, in the format of {@code JSON.stringify(value, null, 2)}. */
final class RuntimeJson {
    private static final char FIRST_BEYOND_ASCII = 0x80;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private RuntimeJson() {}

    /** Returns a generator of one document. It closes the stream when it is closed. */
    static JsonGenerator generator(OutputStream out) {
        return FACTORY.createGenerator(JsonWriter.INDENTED, out, JsonEncoding.UTF8);
    }

    /** Returns {@code unscaled} divided by a power of ten, without zeros at its end, as JavaScript prints numbers. */
    static BigDecimal decimal(int unscaled, int decimals) {
        return BigDecimal.valueOf(unscaled, decimals).stripTrailingZeros();
    }

    /** Returns a string in JSON with everything beyond ASCII escaped, as Python's {@code json.dump} writes it. */
    static String asciiString(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : JsonStringEncoder.getInstance().quoteAsCharArray(text)) {
            if (c < FIRST_BEYOND_ASCII) {
                json.append(c);
            } else {
                json.append("\\u").append(HexFormat.of().toHexDigits(c));
            }
        }
        return json.append('"').toString();
    }
}
