package loom.aml.migrate;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON text as a list of paths and scalars, parsed by an independent library. */
final class FlatJson {
    private FlatJson() {}

    static Map<String, String> of(String json) {
        Map<String, String> flat = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            value(parser, "", flat);
        }
        return flat;
    }

    private static void value(JsonParser parser, String path, Map<String, String> flat) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            int members = 0;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                value(parser, path.isEmpty() ? name : path + "." + name, flat);
                members++;
            }
            if (members == 0) {
                flat.put(path, "{}");
            }
        } else if (token == JsonToken.START_ARRAY) {
            int elements = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(parser, path + "[" + elements++ + "]", flat);
            }
            if (elements == 0) {
                flat.put(path, "[]");
            }
        } else {
            flat.put(path, token == JsonToken.VALUE_STRING ? '"' + parser.getString() + '"' : parser.getString());
        }
    }
}
