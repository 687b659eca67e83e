package loom.aml.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import loom.aml.json.JsonObject;

/** An entity of a knowledge graph. Its observations and relations become two lists in Markdown. */
final class EntityShape implements Shape {
    static final String NAME = "name";
    static final String TYPE = "entityType";
    static final String OBSERVATIONS = "observations";
    static final String RELATIONS = "relations";
    private static final String HEADING = "## Relations\n\n";

    /** A relation that begins at the entity. */
    record Edge(String relationType, String to) {
        String json() {
            return "{\"to\":" + JsonObject.quoted(to) + ",\"relationType\":" + JsonObject.quoted(relationType) + "}";
        }
    }

    static String json(String name, String type, List<String> observations, List<Edge> edges) {
        return "{\"" + NAME + "\":" + JsonObject.quoted(name) + ",\"" + TYPE + "\":" + JsonObject.quoted(type) + ",\""
                + OBSERVATIONS + "\":" + Shape.list(observations) + ",\"" + RELATIONS + "\":" + list(edges) + "}";
    }

    private static String list(List<Edge> edges) {
        return edges.stream().map(Edge::json).collect(Collectors.joining(",", "[", "]"));
    }

    static List<Edge> edges(RawItem original) {
        List<Edge> edges = new ArrayList<>();
        for (RawItem each : original.objects(RELATIONS)) {
            edges.add(new Edge(
                    each.text("relationType").orElse(""), each.text("to").orElse("")));
        }
        return edges;
    }

    @Override
    public Words words(RawItem original) {
        List<String> observations = original.texts(OBSERVATIONS).orElse(List.of());
        List<Edge> edges = edges(original);
        StringBuilder text = new StringBuilder(Bullets.of(observations));
        if (!edges.isEmpty()) {
            text.append(text.isEmpty() ? "" : "\n\n").append(HEADING);
            text.append(edges.stream()
                    .map(edge -> "- " + edge.relationType + " [[" + edge.to + "]]")
                    .collect(Collectors.joining("\n")));
        }
        return new Words(
                original.text(NAME).orElse(""),
                original.text(TYPE).filter(type -> !type.isBlank()),
                Optional.empty(),
                text.isEmpty() ? "" : text + "\n",
                List.of(),
                edges.stream().map(Edge::to).toList(),
                Optional.empty(),
                Optional.empty());
    }

    @Override
    public String rest(RawItem original) {
        RawItem rest = RawItem.of(original.toString());
        for (String name : List.of(OBSERVATIONS, RELATIONS)) {
            if (!rest.value(name).orElse("[]").equals("[]")) {
                rest.set(name, RawItem.NULL);
            }
        }
        return rest.toString();
    }

    @Override
    public String original(RawItem rest, Words words) {
        RawItem item = RawItem.of(rest.toString());
        String text = words.text().endsWith("\n")
                ? words.text().substring(0, words.text().length() - 1)
                : words.text();
        int heading = text.startsWith(HEADING) ? 0 : text.indexOf("\n\n" + HEADING);
        String facts = heading < 0 ? text : text.substring(0, heading);
        if (item.isNull(OBSERVATIONS)) {
            item.set(OBSERVATIONS, Shape.list(Bullets.read(facts)));
        }
        if (item.isNull(RELATIONS)) {
            List<Edge> edges = new ArrayList<>();
            if (heading >= 0) {
                for (String line : text.substring(heading).split("\n", -1)) {
                    int target = line.lastIndexOf(" [[");
                    if (line.startsWith("- ") && line.endsWith("]]") && target > 1) {
                        edges.add(new Edge(
                                line.substring("- ".length(), target),
                                line.substring(target + " [[".length(), line.length() - "]]".length())));
                    }
                }
            }
            item.set(RELATIONS, list(edges));
        }
        return item.toString();
    }
}
