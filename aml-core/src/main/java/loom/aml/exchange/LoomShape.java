package loom.aml.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.json.JsonObject;

/**
 * An item of {@code .loom/memory}. Its prose becomes Markdown with one section a field:
 *
 * <pre>
 *              pattern                    solution                 decision
 *   title      pattern.approach.technique problem.errorMessage     decision.question
 *   lead       rationale                  fixApproach              chosenOption
 *   sections   Code, Steps, When to apply Root cause, Code,        Rationale, Alternatives,
 *              When not to apply          Prevention               Lessons learned
 * </pre>
 *
 * All other fields, among them figures and times, are the rest.
 */
record LoomShape(String word, String title, String lead, List<Part> parts) implements Shape {
    private static final String TAGS = "tags";
    private static final String MARK = "## ";

    /** How the value of a section is written. */
    private enum Form {
        TEXT,
        CODE,
        LIST
    }

    private record Part(String heading, String path, Form form) {}

    static final LoomShape PATTERN = new LoomShape(
            "pattern",
            "pattern.approach.technique",
            "pattern.approach.rationale",
            List.of(
                    new Part("Code", "pattern.approach.codeTemplate", Form.CODE),
                    new Part("Steps", "pattern.approach.steps", Form.LIST),
                    new Part("When to apply", "pattern.conditions.whenApplicable", Form.LIST),
                    new Part("When not to apply", "pattern.conditions.whenNotApplicable", Form.LIST)));

    static final LoomShape SOLUTION = new LoomShape(
            "solution",
            "problem.errorMessage",
            "solution.fixApproach",
            List.of(
                    new Part("Root cause", "solution.rootCause", Form.TEXT),
                    new Part("Code", "solution.codeFix", Form.CODE),
                    new Part("Prevention", "solution.prevention", Form.TEXT)));

    static final LoomShape DECISION = new LoomShape(
            "decision",
            "decision.question",
            "decision.chosenOption",
            List.of(
                    new Part("Rationale", "decision.rationale", Form.TEXT),
                    new Part("Alternatives", "decision.alternativesConsidered", Form.LIST),
                    new Part("Lessons learned", "outcome.lessonsLearned", Form.LIST)));

    @Override
    public Words words(RawItem original) {
        StringBuilder text = new StringBuilder(original.text(lead).orElse(""));
        for (Part part : parts) {
            String body = body(part, original);
            if (!body.isEmpty()) {
                text.append(text.isEmpty() ? "" : "\n\n")
                        .append(MARK)
                        .append(part.heading)
                        .append("\n\n")
                        .append(body);
            }
        }
        return new Words(
                original.text(title).orElse(""),
                Optional.of(word),
                Optional.empty(),
                text.isEmpty() ? "" : text + "\n",
                original.texts(TAGS).orElse(List.of()),
                List.of(),
                original.text("evolution.created")
                        .or(() -> original.text("lifecycle.created_at"))
                        .or(() -> original.text("timestamp")),
                original.text("evolution.lastUsed")
                        .or(() -> original.text("lifecycle.last_used_at"))
                        .or(() -> original.text("reviewedAt")));
    }

    private static String body(Part part, RawItem original) {
        return switch (part.form) {
            case TEXT -> original.text(part.path).orElse("");
            case CODE ->
                original.text(part.path)
                        .filter(code -> !code.isEmpty())
                        .map(LoomShape::fenced)
                        .orElse("");
            case LIST -> Bullets.of(original.texts(part.path).orElse(List.of()));
        };
    }

    private static String fenced(String code) {
        String fence = "```";
        while (code.contains(fence)) {
            fence += "`";
        }
        return fence + "\n" + code + "\n" + fence;
    }

    @Override
    public String rest(RawItem original) {
        RawItem rest = RawItem.of(original.toString());
        takeOut(rest, title);
        takeOut(rest, lead);
        parts.forEach(part -> takeOut(rest, part.path));
        takeOut(rest, TAGS);
        return rest.toString();
    }

    /** Empty values are not written, so they stay. */
    private static void takeOut(RawItem rest, String path) {
        boolean isText = rest.text(path).filter(text -> !text.isEmpty()).isPresent();
        if (isText || rest.texts(path).filter(list -> !list.isEmpty()).isPresent()) {
            rest.set(path, RawItem.NULL);
        }
    }

    @Override
    public String original(RawItem rest, Words words) {
        RawItem item = RawItem.of(rest.toString());
        if (item.isNull(title)) {
            item.set(title, JsonObject.quoted(words.title()));
        }
        if (item.isNull(TAGS)) {
            item.set(TAGS, Shape.list(words.tags()));
        }
        Map<String, String> sections = sections(words.text());
        String leading = sections.getOrDefault("", "");
        if (item.isNull(lead)) {
            item.set(lead, JsonObject.quoted(leading));
        }
        for (Part part : parts) {
            String body = sections.get(part.heading);
            if (body != null) {
                item.set(part.path, json(part, body));
            } else if (item.isNull(part.path)) {
                item.set(part.path, part.form == Form.LIST ? "[]" : "\"\"");
            }
        }
        return item.toString();
    }

    private static String json(Part part, String body) {
        return switch (part.form) {
            case TEXT -> JsonObject.quoted(body);
            case CODE -> JsonObject.quoted(unfenced(body));
            case LIST -> Shape.list(Bullets.read(body));
        };
    }

    private static String unfenced(String body) {
        int from = body.indexOf('\n');
        int to = body.lastIndexOf('\n');
        return body.startsWith("```") && from < to ? body.substring(from + 1, to) : body;
    }

    /** Splits a text at the headings of this kind; the lead has the empty heading. */
    private Map<String, String> sections(String text) {
        Map<String, String> sections = new LinkedHashMap<>();
        String heading = "";
        List<String> body = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String named = line.startsWith(MARK) ? line.substring(MARK.length()).strip() : "";
            if (!named.isEmpty()
                    && !sections.containsKey(named)
                    && parts.stream().anyMatch(part -> part.heading.equals(named))) {
                sections.putIfAbsent(heading, joined(body));
                heading = named;
                body.clear();
            } else {
                body.add(line);
            }
        }
        sections.putIfAbsent(heading, joined(body));
        return sections;
    }

    private static String joined(List<String> lines) {
        int from = 0;
        int to = lines.size();
        while (from < to && lines.get(from).isEmpty()) {
            from++;
        }
        while (to > from && lines.get(to - 1).isEmpty()) {
            to--;
        }
        return String.join("\n", lines.subList(from, to));
    }
}
