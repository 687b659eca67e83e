package loom.aml.server.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import loom.aml.json.JsonObject;
import loom.aml.store.graph.CanonicalText;
import org.jspecify.annotations.Nullable;

/** Random calls of the nine tools, and files to begin with. Names are few, so that calls meet. */
final class RandomCalls {
    private static final List<String> NAMES =
            List.of("a", "b", "c", "A", "", "__proto__", "d\"\\/", "\u00e9\ud83d\ude00", "\ud800x", "\u0130\u03a3");
    private static final List<String> TEXTS = List.of(
            "x",
            "y",
            "two words",
            "a\nb\t\u0000\u001f\u007f",
            "\u2028\u2029\ufeff",
            "",
            "\udc00",
            "\u03a3\u03a3 Stra\u00dfe",
            "I");
    private static final List<String> TOOLS = List.of(
            "create_entities",
            "create_entities",
            "create_relations",
            "add_observations",
            "delete_entities",
            "delete_observations",
            "delete_relations",
            "read_graph",
            "search_nodes",
            "open_nodes");

    private final SplittableRandom random;

    RandomCalls(SplittableRandom random) {
        this.random = random;
    }

    /**
     * A call.
     *
     * @param arguments null for none
     */
    record Call(String tool, @Nullable JsonObject arguments) {}

    /** Returns a call whose arguments are mostly valid. */
    Call next() {
        String tool = TOOLS.get(random.nextInt(TOOLS.size()));
        if (random.nextInt(40) == 0) {
            return new Call(tool, null);
        }
        JsonObject.Builder arguments = JsonObject.builder();
        switch (tool) {
            case "create_entities" -> arguments.putValue("entities", list(this::entity));
            case "create_relations", "delete_relations" -> arguments.putValue("relations", list(this::relation));
            case "add_observations" -> arguments.putValue("observations", list(() -> observations("contents")));
            case "delete_entities" -> arguments.putValue("entityNames", list(this::name));
            case "delete_observations" -> arguments.putValue("deletions", list(() -> observations("observations")));
            case "search_nodes" -> arguments.putValue("query", odd(random.nextBoolean() ? name() : text()));
            case "open_nodes" -> arguments.putValue("names", list(this::name));
            default -> {
                // No arguments.
            }
        }
        if (random.nextInt(10) == 0) {
            arguments.put("more", 1);
        }
        return new Call(tool, arguments.build());
    }

    private @Nullable Object list(Supplier<?> element) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(odd(element.get()));
        }
        return odd(list);
    }

    /** Replaces a value, now and then, by one of another type. */
    private @Nullable Object odd(Object value) {
        if (random.nextInt(60) > 0) {
            return value;
        }
        return switch (random.nextInt(7)) {
            case 0 -> null;
            case 1 -> 7L;
            case 2 -> 1.5;
            case 3 -> true;
            case 4 -> "text";
            case 5 -> List.of(List.of());
            default -> JsonObject.builder().build();
        };
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /** Returns an object with its fields in any order, mostly all of them. */
    private JsonObject object(Object... namesAndValues) {
        List<Integer> fields = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(random.nextInt(fields.size() + 1), i);
        }
        JsonObject.Builder object = JsonObject.builder();
        for (int field : fields) {
            if (random.nextInt(80) > 0) {
                object.putValue((String) namesAndValues[field], odd(namesAndValues[field + 1]));
            }
        }
        if (random.nextInt(20) == 0) {
            object.put("extra", "ignored");
        }
        return object.build();
    }

    private JsonObject entity() {
        return object("name", name(), "entityType", text(), "observations", texts());
    }

    private JsonObject relation() {
        return object("from", name(), "to", name(), "relationType", text());
    }

    private JsonObject observations(String contents) {
        return object("entityName", name(), contents, texts());
    }

    private List<@Nullable Object> texts() {
        List<@Nullable Object> texts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            texts.add(odd(text()));
        }
        return texts;
    }

    /** Returns the content of a file as server-memory writes it. */
    String canonicalFile() {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            lines.add(entityLine());
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            lines.add(relationLine());
        }
        return String.join("\n", lines);
    }

    /** Returns the content of a file that server-memory can read, as people and other programs write it. */
    String oddFile() {
        List<String> lines = new ArrayList<>();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            lines.add(
                    switch (random.nextInt(8)) {
                        case 0 -> "";
                        case 1 -> "{\"type\":\"note\",\"text\":\"kept by aml only\"}";
                        case 2 -> " \t" + entityLine().replace(",\"", " , \"") + "  ";
                        case 3 -> entityLine().replaceFirst("\\{", "{\"since\":{\"n\":[1.0,{}]},");
                        case 4, 5 -> relationLine();
                        default -> entityLine();
                    });
        }
        String end = random.nextInt(3) == 0 ? "\r\n" : "\n";
        return String.join(end, lines) + (random.nextBoolean() ? end : "");
    }

    private String entityLine() {
        List<String> observations = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            observations.add(CanonicalText.quoted(text()));
        }
        return "{\"type\":\"entity\",\"name\":" + CanonicalText.quoted(name()) + ",\"entityType\":"
                + CanonicalText.quoted(text()) + ",\"observations\":[" + String.join(",", observations) + "]}";
    }

    private String relationLine() {
        return "{\"type\":\"relation\",\"from\":" + CanonicalText.quoted(name()) + ",\"to\":"
                + CanonicalText.quoted(name()) + ",\"relationType\":" + CanonicalText.quoted(text()) + "}";
    }
}
