package loom.aml.sample;

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import loom.aml.item.ItemKind;
import tools.jackson.core.JsonGenerator;

/** Writes the items of one collection in a schema version: the fields that all kinds share. */
abstract sealed class ItemWriter permits PatternWriter, SolutionWriter, DecisionWriter {
    private static final int INACTIVE_PERCENT = 5;
    private static final int SAYS_ACTIVE_PERCENT = 75;
    private static final int MOST_TAGS = 3;
    private static final int NESTED_PERCENT = 15;
    private static final int NOTE_PERCENT = 8;
    private static final int UNKNOWN_PERCENT = 5;
    private static final int EMBEDDING_LENGTH = 8;
    private static final int MIGRATED_AGO_DAYS = 60;
    private static final int NEW_METADATA_PERCENT = 30;
    private static final int NOTES_IN_ASCII_PERCENT = 33;

    final JsonGenerator json;
    final Prose prose = new Prose();
    final SampleSchema schema;
    final long nowMs;
    private final String agent;
    private int active;
    private boolean isUndated;

    ItemWriter(SampleFile file, SamplePolicy policy, JsonGenerator json) {
        this.json = json;
        this.agent = file.agent();
        this.schema = policy.schema();
        this.nowMs = policy.asOf().toEpochMilli();
    }

    /** Creates a writer for the items of a collection. */
    static ItemWriter of(SampleFile file, SamplePolicy policy, JsonGenerator json) {
        return switch (file.kind()) {
            case PATTERN -> new PatternWriter(file, policy, json);
            case SOLUTION -> new SolutionWriter(file, policy, json);
            case DECISION -> new DecisionWriter(file, policy, json);
            case NOTE, ENTRY -> throw new IllegalStateException("the runtime has no " + file.kind());
        };
    }

    /** Writes one item. */
    final void write(Planting item) {
        prose.begin(item);
        isUndated = item.label() == Label.UNDATED;
        json.writeStartObject();
        item(item);
        json.writeEndObject();
    }

    /** Draws the story of an item. */
    final Story story(List<Story> stories) {
        return stories.get(prose.draws().below(stories.size()));
    }

    /** Writes the fields of an item. */
    abstract void item(Planting item);

    /** Returns the number of active items written. */
    final int active() {
        return active;
    }

    /** Returns the generator for the differences between a copy and its original. */
    static Draws changes(Planting item) {
        return Draws.of(item.changeSeed());
    }

    final void head(Planting item, long recordedMs) {
        if (isWhole(item, Breakage.Victim.ID, "id")) {
            json.writeStringProperty("id", new UUID(item.idHigh(), item.idLow()).toString());
        }
        if (isWhole(item, Breakage.Victim.AGENT, "agent")) {
            json.writeStringProperty("agent", agent);
        }
        if (isWhole(item, Breakage.Victim.TIMESTAMP, "timestamp")) {
            time("timestamp", recordedMs);
        }
    }

    /** Returns whether a field is intact; otherwise writes the value in its place. */
    private boolean isWhole(Planting item, Breakage.Victim field, String key) {
        Breakage.Way missing = item.missing(field);
        if (missing == null) {
            return true;
        }
        switch (missing) {
            case ABSENT -> {
                // The key is omitted, too.
            }
            case NULL -> json.writeNullProperty(key);
            case EMPTY -> json.writeStringProperty(key, "");
        }
        return false;
    }

    final void time(String key, long millis) {
        json.writeStringProperty(
                key,
                isUndated
                        ? Vocabulary.COMMON.one("no_date", prose)
                        : TimeStyle.draw(schema, prose.draws()).format(millis));
    }

    final void text(String key, Story story, String field) {
        json.writeStringProperty(key, story.one(field, prose));
    }

    /** Writes a text of several sentences, sometimes with a note at its end that is not in English. */
    final void sentences(String key, Story story, String field, int fewest, int most) {
        String text = String.join(" ", story.some(field, fewest, most, prose));
        if (!prose.draws().percent(NOTE_PERCENT)) {
            json.writeStringProperty(key, text);
        } else if (prose.draws().percent(NOTES_IN_ASCII_PERCENT)) {
            String noted = text + " " + Vocabulary.COMMON.one("ascii_note", prose);
            json.writeName(key).writeRawValue(RuntimeJson.asciiString(noted));
        } else {
            json.writeStringProperty(key, text + " " + Vocabulary.COMMON.one("note", prose));
        }
    }

    final void texts(String key, Story story, String field, int fewest, int most) {
        json.writeArrayPropertyStart(key);
        story.some(field, fewest, most, prose).forEach(json::writeString);
        json.writeEndArray();
    }

    final void share(String key, int unscaled, int decimals) {
        json.writeNumberProperty(key, RuntimeJson.decimal(unscaled, decimals));
    }

    /** Some agents extend a context; nested only if the runtime does not load it. */
    final void nested() {
        Draws draws = prose.draws();
        if (!draws.percent(NESTED_PERCENT)) {
            return;
        }
        if (schema != SampleSchema.V2_0_0) {
            json.writeNumberProperty("replicas", draws.between(1, 12)).writeBooleanProperty("ci", draws.percent(50));
            text("version", Vocabulary.COMMON, "version");
            return;
        }
        json.writeObjectPropertyStart("environment").writeNumberProperty("replicas", draws.between(1, 12));
        json.writeObjectPropertyStart("versions");
        text("service", Vocabulary.COMMON, "version");
        text("runtime", Vocabulary.COMMON, "version");
        json.writeEndObject();
        texts("flags", Vocabulary.COMMON, "flag", 0, 3);
        json.writeBooleanProperty("ci", draws.percent(50)).writeEndObject();
    }

    /** Detected by their presence since 1.1.0. */
    final void tags(Story story) {
        if (schema.isFrom(SampleSchema.V1_1_0)) {
            texts("tags", story, "tag", 0, MOST_TAGS);
        }
    }

    /** Writes the field {@code active} in some items; items without it are active. */
    final void activity(ItemKind kind) {
        Draws draws = prose.draws();
        boolean isActive = !draws.percent(INACTIVE_PERCENT);
        boolean mustSay = kind == ItemKind.PATTERN && schema.isFrom(SampleSchema.V1_1_0);
        if (mustSay || !isActive || draws.percent(SAYS_ACTIVE_PERCENT)) {
            json.writeBooleanProperty("active", isActive);
        }
        active += isActive ? 1 : 0;
    }

    /** Writes the traces of migrations since 1.2.0. */
    final void metadata() {
        if (!schema.isFrom(SampleSchema.V1_2_0)) {
            return;
        }
        Draws draws = prose.draws();
        // An item created in 2.0.0 never had the older form.
        boolean isNew = schema == SampleSchema.V2_0_0 && draws.percent(NEW_METADATA_PERCENT);
        long migrated = nowMs - Age.draw(draws, 0, MIGRATED_AGO_DAYS);
        json.writeObjectPropertyStart("metadata");
        if (isNew) {
            json.writeStringProperty("version", schema.number());
        } else {
            json.writeStringProperty("created_by", "migration");
        }
        if (!isUndated) {
            json.writeStringProperty(isNew ? "migrated_at" : "last_modified", TimeStyle.MIGRATION.format(migrated));
        }
        if (!isNew) {
            json.writeStringProperty("version", SampleSchema.V1_2_0.number());
        }
        json.writeEndObject();
    }

    /** Writes unknown fields in some items, with numbers that a rewrite would format differently. */
    final void unknown() {
        Draws draws = prose.draws();
        if (!draws.percent(UNKNOWN_PERCENT)) {
            return;
        }
        switch (draws.below(4)) {
            case 0 -> {
                json.writeObjectPropertyStart("x_origin");
                text("reviewer", Vocabulary.COMMON, "person");
                text("tool", Vocabulary.COMMON, "tool");
                json.writeName("weight").writeNumber("2.50");
                json.writeEndObject();
            }
            case 1 -> {
                json.writeArrayPropertyStart("embedding");
                for (int i = 0; i < EMBEDDING_LENGTH; i++) {
                    json.writeNumber(RuntimeJson.decimal(draws.below(100_000), 5));
                }
                json.writeEndArray();
            }
            case 2 -> json.writeStringProperty("sourceCommit", HexFormat.of().toHexDigits(draws.next(), 12));
            default -> json.writeName("x-cost").writeNumber(draws.percent(50) ? "1e3" : "1.0E-2");
        }
    }
}
