package loom.aml.server.compat;

import java.util.ArrayList;
import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.graph.CanonicalText;
import org.jspecify.annotations.Nullable;

/** Formats JSON like JavaScript's {@code JSON.stringify(value, null, 2)}. */
final class ScriptText {
    private final StringBuilder out = new StringBuilder();

    private ScriptText() {}

    /** Returns the text of an object, a list, a string or a boolean. */
    static String of(Object value) {
        ScriptText text = new ScriptText();
        text.write(value, 0);
        return text.out.toString();
    }

    private void write(@Nullable Object value, int depth) {
        switch (value) {
            case String text -> out.append(CanonicalText.quoted(text));
            case List<?> list -> {
                List<Runnable> elements = new ArrayList<>();
                list.forEach(element -> elements.add(() -> write(element, depth + 1)));
                write('[', elements, ']', depth);
            }
            case JsonObject object -> {
                List<Runnable> members = new ArrayList<>();
                object.keys()
                        .forEach(key -> members.add(() -> {
                            out.append(CanonicalText.quoted(key)).append(": ");
                            write(object.value(key), depth + 1);
                        }));
                write('{', members, '}', depth);
            }
            case null, default -> out.append(value);
        }
    }

    private void write(char open, List<Runnable> parts, char close, int depth) {
        out.append(open);
        for (int i = 0; i < parts.size(); i++) {
            out.append(i > 0 ? "," : "").append('\n').append("  ".repeat(depth + 1));
            parts.get(i).run();
        }
        if (!parts.isEmpty()) {
            out.append('\n').append("  ".repeat(depth));
        }
        out.append(close);
    }
}
