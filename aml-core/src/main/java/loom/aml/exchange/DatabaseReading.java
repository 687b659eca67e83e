package loom.aml.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.DamagedException;
import loom.aml.item.Timestamps;
import loom.aml.json.JsonObject;
import loom.aml.store.AgentNames;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import org.jspecify.annotations.Nullable;

/** Reads the memories of programs that keep them in a database. Tables and columns that a version lacks are named. */
final class DatabaseReading {
    /** A table of a program. */
    private record Table(ExchangeFormat format, String name, List<String> required, List<String> optional) {}

    private static final Table MEM0 = new Table(
            ExchangeFormat.MEM0,
            "history",
            List.of("memory_id", "new_memory", "event"),
            List.of("id", "old_memory", "created_at", "updated_at", "is_deleted", "actor_id", "role"));

    private static final Table CLAUDE_MEM = new Table(
            ExchangeFormat.CLAUDE_MEM,
            "observations",
            List.of("id", "type"),
            List.of(
                    "title",
                    "subtitle",
                    "text",
                    "narrative",
                    "facts",
                    "concepts",
                    "files_read",
                    "files_modified",
                    "project",
                    "created_at",
                    "created_at_epoch",
                    "memory_session_id",
                    "sdk_session_id",
                    "prompt_number",
                    "discovery_tokens"));

    private static final Table MCP_MEMORY_SERVICE = new Table(
            ExchangeFormat.MCP_MEMORY_SERVICE,
            "memories",
            List.of("content_hash", "content"),
            List.of(
                    "tags",
                    "memory_type",
                    "metadata",
                    "created_at",
                    "updated_at",
                    "created_at_iso",
                    "updated_at_iso",
                    "deleted_at"));

    private static final List<Table> TABLES = List.of(MEM0, CLAUDE_MEM, MCP_MEMORY_SERVICE);

    private final Table table;
    private final String place;
    private final List<Finding> findings = new ArrayList<>();

    private DatabaseReading(Table table, String place) {
        this.table = table;
        this.place = place;
    }

    /**
     * Reads a database.
     *
     * @param format the format; empty to recognize it by its tables
     * @throws RefusedSourceException if it has no table of a program that aml knows
     */
    static Reading of(Database database, Optional<ExchangeFormat> format, String place) throws IOException {
        for (Table table : TABLES) {
            List<String> columns = database.columns(table.name);
            boolean isWanted = format.isEmpty() || format.get() == table.format;
            if (isWanted && !columns.isEmpty()) {
                List<String> missing = table.required.stream()
                        .filter(name -> !columns.contains(name))
                        .toList();
                if (!missing.isEmpty()) {
                    throw new RefusedSourceException(place + ": table " + table.name + " has no column "
                            + String.join(", ", missing) + ", so nothing was imported");
                }
                return new DatabaseReading(table, place).read(database, columns);
            }
        }
        throw new RefusedSourceException(place + " has no table "
                + String.join(
                        " or ",
                        TABLES.stream()
                                .filter(table -> format.isEmpty() || format.get() == table.format)
                                .map(table -> table.name + " of " + table.format.word())
                                .toList()));
    }

    private Reading read(Database database, List<String> columns) throws IOException {
        List<String> present = new ArrayList<>(table.required);
        List<String> absent = new ArrayList<>();
        for (String name : table.optional) {
            (columns.contains(name) ? present : absent).add(name);
        }
        if (!absent.isEmpty()) {
            findings.add(Finding.of(
                    Finding.Kind.KEPT,
                    place,
                    "table " + table.name + " has no column " + String.join(", ", absent),
                    "imported without"));
        }
        Map<String, ExchangedItem> items = new LinkedHashMap<>();
        Map<String, Tombstone> tombstones = new LinkedHashMap<>();
        int[] skipped = new int[1];
        try {
            database.read(table.name, present, row -> {
                Row each = new Row(row);
                switch (table.format) {
                    case MEM0 -> mem0(each, items, tombstones, skipped);
                    case CLAUDE_MEM -> claudeMem(each, items, skipped);
                    default -> memoryService(each, items, tombstones, skipped);
                }
            });
        } catch (RefusedSourceException e) {
            throw e;
        } catch (IOException e) {
            findings.add(Finding.of(
                    Finding.Kind.DAMAGED,
                    place,
                    "table " + table.name + " is damaged: " + e.getMessage(),
                    "the " + items.size() + " items before the damage are imported"));
        }
        if (skipped[0] > 0) {
            findings.add(Finding.of(
                    Finding.Kind.INCOMPLETE,
                    place,
                    skipped[0] + " rows of table " + table.name + " have no id or no text",
                    "not imported"));
        }
        return new Reading(
                table.format,
                place,
                List.copyOf(items.values()),
                List.copyOf(tombstones.values()),
                List.of(),
                List.of(),
                findings);
    }

    /** The history has one row a change; the last one of a memory is its state. */
    private void mem0(Row row, Map<String, ExchangedItem> items, Map<String, Tombstone> tombstones, int[] skipped) {
        String id = row.text("memory_id").orElse("");
        if (id.isEmpty()) {
            skipped[0]++;
            return;
        }
        boolean isRemoved = row.text("event").orElse("").equalsIgnoreCase("DELETE")
                || row.text("is_deleted").orElse("0").equals("1");
        ExchangedItem before = items.remove(id);
        if (isRemoved) {
            tombstones.put(
                    id, tombstone(id, "deleted in mem0", row.text("updated_at").or(() -> row.text("created_at"))));
            return;
        }
        Optional<String> text = row.text("new_memory").filter(words -> !words.isBlank());
        if (text.isEmpty()) {
            skipped[0]++;
            return;
        }
        tombstones.remove(id);
        Optional<String> created =
                before == null ? row.text("created_at") : before.words().created();
        NewNote note = new NewNote(id, firstLine(text.get()))
                .text(text.get().strip() + "\n")
                .times(
                        created,
                        row.text("updated_at").filter(time -> !Optional.of(time).equals(created)));
        items.put(id, note.item(agent(row.text("actor_id")), table.format, row.extra("role", "actor_id")));
    }

    private void claudeMem(Row row, Map<String, ExchangedItem> items, int[] skipped) {
        String id = row.text("id").orElse("");
        StringBuilder text = new StringBuilder();
        paragraph(text, row.text("narrative").or(() -> row.text("text")).orElse(""));
        paragraph(text, Bullets.of(row.list("facts")));
        String title = row.text("title").or(() -> row.text("subtitle")).orElse(firstLine(text.toString()));
        if (id.isEmpty() || title.isBlank()) {
            skipped[0]++;
            return;
        }
        NewNote note = new NewNote("claude-mem-" + id, title)
                .type(row.text("type"))
                .description(row.text("subtitle"))
                .text(text.isEmpty() ? "" : text + "\n")
                .tags(row.list("concepts"))
                .times(row.text("created_at").or(() -> row.time("created_at_epoch")), Optional.empty());
        items.put(
                id,
                note.item(
                        agent(row.text("project")),
                        table.format,
                        row.extra(
                                "project",
                                "files_read",
                                "files_modified",
                                "memory_session_id",
                                "sdk_session_id",
                                "prompt_number",
                                "discovery_tokens")));
    }

    private void memoryService(
            Row row, Map<String, ExchangedItem> items, Map<String, Tombstone> tombstones, int[] skipped) {
        String id = row.text("content_hash").orElse("");
        String content = row.text("content").orElse("");
        if (id.isEmpty() || content.isBlank()) {
            skipped[0]++;
            return;
        }
        if (row.text("deleted_at").isPresent()) {
            tombstones.put(id, tombstone(id, "deleted in mcp-memory-service", row.time("deleted_at")));
            return;
        }
        NewNote note = new NewNote(id, firstLine(content))
                .type(row.text("memory_type"))
                .text(content.strip() + "\n")
                .tags(row.list("tags"))
                .times(
                        row.text("created_at_iso").or(() -> row.time("created_at")),
                        row.text("updated_at_iso").or(() -> row.time("updated_at")));
        items.put(id, note.item(CollectionFile.TOP, table.format, row.extra("metadata")));
    }

    private static Tombstone tombstone(String id, String reason, Optional<String> time) {
        return new Tombstone(CollectionFile.TOP + "/note/" + id, reason, time.orElse(""), "");
    }

    /** The project or person becomes the agent, if its name can be one. */
    private static String agent(Optional<String> name) {
        return name.map(NotePlace::slug).filter(AgentNames::isValid).orElse(CollectionFile.TOP);
    }

    private static void paragraph(StringBuilder text, String more) {
        if (!more.isBlank()) {
            text.append(text.isEmpty() ? "" : "\n\n").append(more.strip());
        }
    }

    /** Returns the beginning of a text, cut between words, as a title. */
    private static String firstLine(String text) {
        String line = text.strip().lines().findFirst().orElse("").replaceFirst("^#+\\s*", "");
        if (line.length() <= 80) {
            return line;
        }
        int end = line.lastIndexOf(' ', 80);
        return line.substring(0, end <= 0 ? Character.isHighSurrogate(line.charAt(79)) ? 79 : 80 : end);
    }

    /** A row of a table. */
    private record Row(Map<String, @Nullable Object> values) {

        Optional<String> text(String name) {
            Object value = values.get(name);
            return value == null ? Optional.empty() : Optional.of(value.toString());
        }

        /** Returns a list that is stored as JSON or as words with commas. */
        List<String> list(String name) {
            String text = text(name).orElse("").strip();
            if (text.startsWith("[")) {
                try {
                    return RawItem.ofUntrusted("{\"list\":" + text + "}")
                            .texts("list")
                            .orElse(List.of());
                } catch (DamagedException e) {
                    return List.of(text);
                }
            }
            return text.isEmpty() ? List.of() : List.of(text.split("\\s*,\\s*"));
        }

        /** Returns a number of seconds or milliseconds since 1970 as a time; empty if it is anything else. */
        Optional<String> time(String name) {
            Object value = values.get(name);
            return value instanceof Number
                    ? Optional.ofNullable(Timestamps.ofEpoch(value.toString())).map(Object::toString)
                    : Optional.empty();
        }

        /** Returns columns as a JSON object, those with JSON as such. */
        Optional<String> extra(String... names) {
            RawItem extra = RawItem.of("{}");
            for (String name : names) {
                Object value = values.get(name);
                if (value == null) {
                    continue;
                }
                String text = value.toString();
                extra.set(name.replace('.', '_'), value instanceof String ? json(text) : text);
            }
            return Optional.of(extra.toString());
        }

        private static String json(String text) {
            String stripped = text.strip();
            if (stripped.startsWith("{") || stripped.startsWith("[")) {
                try {
                    RawItem.ofUntrusted("{\"value\":" + stripped + "}");
                    return stripped;
                } catch (DamagedException e) {
                    return JsonObject.quoted(text);
                }
            }
            return JsonObject.quoted(text);
        }
    }
}
