package loom.aml.store.graph;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The text that server-memory writes: JSON as JavaScript's {@code JSON.stringify} formats it.
 *
 * <pre>
 * {"type":"entity","name":"auth-service","entityType":"component","observations":["uses JWT","rotates keys weekly"]}
 * {"type":"relation","from":"auth-service","to":"redis","relationType":"caches-in"}
 * </pre>
 */
public final class CanonicalText {
    private CanonicalText() {}

    /** Returns the line of an entity, without a line break. */
    static byte[] of(Entity entity) {
        StringBuilder line = new StringBuilder("{\"type\":\"entity\",\"name\":");
        quote(entity.name(), line);
        line.append(",\"entityType\":");
        quote(entity.entityType(), line);
        line.append(",\"observations\":[");
        List<String> observations = entity.observations();
        for (int i = 0; i < observations.size(); i++) {
            line.append(i > 0 ? "," : "");
            quote(observations.get(i), line);
        }
        return line.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the line of a relation, without a line break. */
    static byte[] of(Relation relation) {
        StringBuilder line = new StringBuilder("{\"type\":\"relation\",\"from\":");
        quote(relation.from(), line);
        line.append(",\"to\":");
        quote(relation.to(), line);
        line.append(",\"relationType\":");
        quote(relation.relationType(), line);
        return line.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a string with quotes and escapes. */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        quote(text, out);
        return out.toString();
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || isUnpaired(text, i)) {
                        escape(c, out);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** UTF-8 has no form for an unpaired surrogate. */
    private static boolean isUnpaired(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private static void escape(char c, StringBuilder out) {
        String hex = Integer.toHexString(c);
        out.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
    }
}
