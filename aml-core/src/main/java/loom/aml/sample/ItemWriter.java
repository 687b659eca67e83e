package loom.aml.sample;

import java.io.IOException;
import loom.aml.item.ItemKind;

/** Writes the items of one collection, in the shape of a schema version: what items of all kinds have in common. */
abstract sealed class ItemWriter permits PatternWriter, SolutionWriter, DecisionWriter {
    private static final int INACTIVE_PERCENT = 5;
    private static final int SAYS_ACTIVE_PERCENT = 75;
    private static final int MOST_TAGS = 3;
    private static final int NESTED_PERCENT = 15;
    private static final int NOTE_PERCENT = 8;
    private static final int UNKNOWN_PERCENT = 5;
    private static final int MIGRATED_AGO_DAYS = 60;
    private static final int NEW_METADATA_PERCENT = 30;
    private static final byte[] BLANK = {' '};

    final IndentedJson json;
    final Prose prose = new Prose();
    final SampleSchema schema;
    final long nowMs;
    private final String agent;
    private int active;
    private boolean isUndated;

    ItemWriter(SampleFile file, SamplePolicy policy, IndentedJson json) {
        this.json = json;
        this.agent = file.agent();
        this.schema = policy.schema();
        this.nowMs = policy.asOf().toEpochMilli();
    }

    /** A writer of the items of a collection. */
    static ItemWriter of(SampleFile file, SamplePolicy policy, IndentedJson json) {
        return switch (file.kind()) {
            case PATTERN -> new PatternWriter(file, policy, json);
            case SOLUTION -> new SolutionWriter(file, policy, json);
            case DECISION -> new DecisionWriter(file, policy, json);
        };
    }

    /** Writes one item. */
    final void write(Planting item) throws IOException {
        prose.begin(item);
        isUndated = item.label() == Label.UNDATED;
        json.beginObject();
        item(item);
        json.endObject();
    }

    /** Writes what is between the braces. */
    abstract void item(Planting item) throws IOException;

    /** How many of the items written are active. */
    final int active() {
        return active;
    }

    /** What the differences between a copy and its original are drawn from. */
    static Draws changes(Planting item) {
        return Draws.of(item.changeSeed());
    }

    final void head(Planting item, long recordedMs) throws IOException {
        if (isWhole(item, Breakage.Victim.ID, "id")) {
            json.key("id").uuid(item.idHigh(), item.idLow());
        }
        if (isWhole(item, Breakage.Victim.AGENT, "agent")) {
            json.field("agent", agent);
        }
        if (isWhole(item, Breakage.Victim.TIMESTAMP, "timestamp")) {
            time("timestamp", recordedMs);
        }
    }

    /** Whether a field is to be written as it must be; if not, what stands in its place is written. */
    private boolean isWhole(Planting item, Breakage.Victim field, String key) throws IOException {
        Breakage.Way missing = item.missing(field);
        if (missing == null) {
            return true;
        }
        switch (missing) {
            case ABSENT -> {
                // Nothing stands there.
            }
            case NULL -> json.literal(key, "null");
            case EMPTY -> json.field(key, "");
        }
        return false;
    }

    final void time(String key, long millis) throws IOException {
        if (isUndated) {
            text(key, Vocabulary.NO_DATE);
        } else {
            json.field(key, millis, TimeStyle.draw(schema, prose.draws()));
        }
    }

    final void text(String key, Phrase phrase) throws IOException {
        json.key(key).quote();
        phrase.write(json, prose);
        json.quote();
    }

    /** A text of several sentences, at times with a note at its end that is not in English. */
    final void sentences(String key, int fewest, int most) throws IOException {
        json.key(key).quote();
        int count = prose.draws().between(fewest, most);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                json.bytes(BLANK);
            }
            Vocabulary.SENTENCE.write(json, prose);
        }
        if (prose.draws().percent(NOTE_PERCENT)) {
            json.bytes(BLANK);
            Vocabulary.NOTE.write(json, prose);
        }
        json.quote();
    }

    final void texts(String key, int fewest, int most, Phrase phrase) throws IOException {
        json.beginArray(key);
        int count = prose.draws().between(fewest, most);
        for (int i = 0; i < count; i++) {
            json.element().quote();
            phrase.write(json, prose);
            json.quote();
        }
        json.endArray();
    }

    /** Some agents put more into a context; where the runtime does not load it, nested. */
    final void nested() throws IOException {
        Draws draws = prose.draws();
        if (!draws.percent(NESTED_PERCENT)) {
            return;
        }
        if (schema != SampleSchema.V2_0_0) {
            json.field("replicas", draws.between(1, 12)).field("ci", draws.percent(50));
            text("version", Vocabulary.VERSION);
            return;
        }
        json.beginObject("environment").field("replicas", draws.between(1, 12));
        json.beginObject("versions");
        text("service", Vocabulary.VERSION);
        text("runtime", Vocabulary.VERSION);
        json.endObject();
        texts("flags", 0, 3, Vocabulary.NOUN);
        json.field("ci", draws.percent(50)).endObject();
    }

    /** Told by their presence from 1.1.0 on. */
    final void tags() throws IOException {
        if (schema.isFrom(SampleSchema.V1_1_0)) {
            texts("tags", 0, MOST_TAGS, Vocabulary.TAG);
        }
    }

    /** Whether the item says of itself that it is active; one that does not is. */
    final void activity(ItemKind kind) throws IOException {
        Draws draws = prose.draws();
        boolean isActive = !draws.percent(INACTIVE_PERCENT);
        boolean mustSay = kind == ItemKind.PATTERN && schema.isFrom(SampleSchema.V1_1_0);
        if (mustSay || !isActive || draws.percent(SAYS_ACTIVE_PERCENT)) {
            json.field("active", isActive);
        }
        active += isActive ? 1 : 0;
    }

    /** What the migrations from 1.2.0 on leave in an item. */
    final void metadata() throws IOException {
        if (!schema.isFrom(SampleSchema.V1_2_0)) {
            return;
        }
        Draws draws = prose.draws();
        // An item that came straight to 2.0.0 never had the older form.
        boolean isNew = schema == SampleSchema.V2_0_0 && draws.percent(NEW_METADATA_PERCENT);
        long migrated = nowMs - Age.draw(draws, 0, MIGRATED_AGO_DAYS);
        json.beginObject("metadata");
        if (isNew) {
            json.field("version", schema.number());
        } else {
            json.field("created_by", "migration");
        }
        if (!isUndated) {
            json.field(isNew ? "migrated_at" : "last_modified", migrated, TimeStyle.MIGRATION);
        }
        if (!isNew) {
            json.field("version", SampleSchema.V1_2_0.number());
        }
        json.endObject();
    }

    /** Fields that nobody has heard of, in some items, with numbers that a rewrite would spell in another way. */
    final void unknown() throws IOException {
        Draws draws = prose.draws();
        if (!draws.percent(UNKNOWN_PERCENT)) {
            return;
        }
        switch (draws.below(4)) {
            case 0 -> {
                json.beginObject("x_origin");
                text("reviewer", Vocabulary.PERSON);
                text("tool", Vocabulary.TECH);
                json.literal("weight", "2.50").endObject();
            }
            case 1 -> {
                json.beginArray("embedding");
                for (int i = 0; i < 8; i++) {
                    json.element().decimal(draws.below(100_000), 5);
                }
                json.endArray();
            }
            case 2 -> json.key("sourceCommit").quote().hex(draws.next(), 12).quote();
            default -> json.literal("x-cost", draws.percent(50) ? "1e3" : "1.0E-2");
        }
    }
}
