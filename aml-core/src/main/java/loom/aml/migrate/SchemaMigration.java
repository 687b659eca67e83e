package loom.aml.migrate;

import java.time.Instant;
import java.util.Arrays;
import loom.aml.item.Item;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import loom.aml.store.NotTransformableException;
import loom.aml.store.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Brings items to one schema version, each by the way from the version that it is of. Immutable.
 */
public final class SchemaMigration implements Transformation {
    static final String NAME = "schema";
    static final String TO = "to";
    static final String UP_ONLY = "up_only";
    static final String AT = "at";

    /** Stands between the version that an item was of and the time at which it had been brought to that. */
    private static final char SIGNED = '@';

    /** How much of an id that is no id is shown. */
    private static final int SHOWN = 80;

    private final Schema schema;
    private final SchemaVersion to;
    private final boolean isUpOnly;
    private final Instant at;
    private final Slice now;

    /**
     * @param isUpOnly whether items of newer versions are left as they are
     * @param at what the migration takes for now
     * @throws IllegalArgumentException if the version is not known
     */
    SchemaMigration(Schema schema, SchemaVersion to, boolean isUpOnly, Instant at) {
        schema.way(schema.versions().getFirst(), to);
        this.schema = schema;
        this.to = to;
        this.isUpOnly = isUpOnly;
        this.at = at;
        this.now = Slice.of("\"" + at + "\"");
    }

    Schema schema() {
        return schema;
    }

    SchemaVersion to() {
        return to;
    }

    Instant at() {
        return at;
    }

    @Override
    public JsonObject name() {
        return JsonObject.builder()
                .put("transformation", NAME)
                .put(TO, to.toString())
                .put(UP_ONLY, isUpOnly)
                .put(AT, at)
                .build();
    }

    /** Whether items of a version stay as they are. */
    boolean leavesAlone(SchemaVersion version) {
        return version.equals(to) || isUpOnly && version.compareTo(to) > 0;
    }

    /** Whether an item would change; says the same as {@link #apply}, in less time. */
    boolean changes(Item item) throws NotTransformableException {
        SchemaVersion version = versionOf(item);
        if (leavesAlone(version)) {
            return false;
        }
        byte[] original = item.copyBytes();
        ItemText text = migrated(item, original, version);
        // On the way up every item gets a mark; on the way down there may be nothing to take away.
        return version.compareTo(to) < 0 || !Arrays.equals(text.toBytes(), original);
    }

    @Override
    public @Nullable Result apply(Item item) throws NotTransformableException {
        SchemaVersion version = versionOf(item);
        if (leavesAlone(version)) {
            return null;
        }
        byte[] original = item.copyBytes();
        String shape = version + (version.compareTo(to) > 0 ? signature(item, original) : "");
        ItemText text = migrated(item, original, version);
        byte[] migrated = text.toBytes();
        if (Arrays.equals(migrated, original)) {
            return null;
        }
        boolean isExact = !text.kept().grew() && Arrays.equals(back(text, version, shape), original);
        return new Result(migrated, shape, isExact);
    }

    private SchemaVersion versionOf(Item item) throws NotTransformableException {
        SchemaVersion version = schema.versionOf(item);
        if (version == null) {
            throw impossible(item, "is of schema version " + Schema.toldBy(item) + ", which this aml does not know");
        }
        return version;
    }

    private ItemText migrated(Item item, byte[] original, SchemaVersion version) throws NotTransformableException {
        ItemText text = ItemText.of(item, original, now);
        go(text, version, to, item);
        return text;
    }

    private void go(ItemText text, SchemaVersion from, SchemaVersion target, Item item)
            throws NotTransformableException {
        try {
            go(text, from, target);
        } catch (UneditableException e) {
            throw impossible(item, e.getMessage());
        }
    }

    private void go(ItemText text, SchemaVersion from, SchemaVersion target) throws UneditableException {
        for (Schema.Leg leg : schema.way(from, target)) {
            leg.go(text);
        }
    }

    /** The time at which an item was migrated before, which the way down takes away and the way back needs again. */
    private String signature(Item item, byte[] original) throws NotTransformableException {
        try {
            Slice time = MetadataStep.timeOfMigration(ItemText.of(item, original, now));
            boolean isPlain = time != null && time.first() == '"' && !time.contains('\\');
            return time == null || !isPlain ? "" : SIGNED + time.toString().substring(1, time.length() - 1);
        } catch (UneditableException e) {
            throw impossible(item, e.getMessage());
        }
    }

    private static void takeForNow(ItemText text, String shape) {
        int at = shape.indexOf(SIGNED);
        if (at >= 0) {
            text.takeForNow(Slice.of("\"" + shape.substring(at + 1) + "\""));
        }
    }

    /** What the way back makes of a migrated item; null if there is none. */
    private byte @Nullable [] back(ItemText text, SchemaVersion version, String shape) {
        try {
            takeForNow(text, shape);
            go(text, to, version);
            return text.toBytes();
        } catch (UneditableException e) {
            return null;
        }
    }

    @Override
    public byte @Nullable [] revert(Item item, String was) throws NotTransformableException {
        SchemaVersion standing = schema.versionOf(item);
        int signed = was.indexOf(SIGNED);
        SchemaVersion former =
                SchemaVersion.find(signed < 0 ? was : was.substring(0, signed)).orElse(null);
        if (standing == null || former == null || !schema.versions().contains(former)) {
            throw impossible(item, "cannot go back to schema version " + was);
        }
        if (standing.equals(former)) {
            return null;
        }
        byte[] original = item.copyBytes();
        ItemText text = ItemText.of(item, original, now);
        takeForNow(text, was);
        go(text, standing, former, item);
        byte[] reverted = text.toBytes();
        return Arrays.equals(reverted, original) ? null : reverted;
    }

    private static NotTransformableException impossible(Item item, @Nullable String what) {
        String id = item.id();
        String named = id == null ? "item " + item.ordinal() : id.substring(0, Math.min(id.length(), SHOWN));
        String agent = item.agentField();
        return new NotTransformableException(Finding.of(
                Finding.Kind.NOT_MIGRATED,
                (agent == null ? "" : agent + "/") + item.kind().word() + "/" + named,
                String.valueOf(what),
                "left as it is; mend the item, or leave such items behind with --skip-bad"));
    }
}
