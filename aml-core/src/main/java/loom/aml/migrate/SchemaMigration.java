package loom.aml.migrate;

import java.time.Instant;
import java.util.Arrays;
import loom.aml.io.DamagedException;
import loom.aml.item.Item;
import loom.aml.item.ItemTitle;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import loom.aml.store.NotTransformableException;
import loom.aml.store.Transformation;
import org.jspecify.annotations.Nullable;

/** Migrates items to one schema version, each by the path from its own version. Immutable. */
public final class SchemaMigration implements Transformation {
    static final String NAME = "schema";
    static final String TO = "to";
    static final String UP_ONLY = "up_only";
    static final String AT = "at";

    /** Separates the previous version of an item from the time of the migration to that version. */
    private static final char SIGNED = '@';

    /** The number of characters shown of an overlong id. */
    private static final int SHOWN = 80;

    private final Schema schema;
    private final SchemaVersion to;
    private final boolean isUpOnly;
    private final Instant at;
    private final Slice now;

    /**
     * @param isUpOnly whether items of newer versions stay unchanged
     * @param at the time of the migration
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

    /** Returns whether items of a version stay unchanged. */
    boolean skips(SchemaVersion version) {
        return version.equals(to) || isUpOnly && version.compareTo(to) > 0;
    }

    /** Returns whether an item would change; equivalent to {@link #apply} but faster. */
    boolean changes(Item item) throws NotTransformableException {
        SchemaVersion version = versionOf(item);
        if (skips(version)) {
            return false;
        }
        byte[] original = item.copyBytes();
        ItemText text = migrated(item, original, version);
        // The way up adds a mark to every item; the way down may have nothing to remove.
        return version.compareTo(to) < 0 || !Arrays.equals(text.toBytes(), original);
    }

    @Override
    public @Nullable Result apply(Item item) throws NotTransformableException {
        SchemaVersion version = versionOf(item);
        if (skips(version)) {
            return null;
        }
        byte[] original = item.copyBytes();
        String shape = version + (version.compareTo(to) > 0 ? signature(item, original) : "");
        ItemText text = migrated(item, original, version);
        byte[] migrated = text.toBytes();
        if (Arrays.equals(migrated, original)) {
            return null;
        }
        boolean isExact = !text.kept().grew() && isWayBackExact(item, original, migrated, shape);
        return new Result(migrated, shape, isExact);
    }

    private SchemaVersion versionOf(Item item) throws NotTransformableException {
        SchemaVersion version = schema.versionOf(item);
        if (version == null) {
            throw impossible(item, "has the unknown schema version " + Schema.declaredVersion(item));
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

    /** Returns the time of an earlier migration of an item. The way down removes it; reverting needs it again. */
    private String signature(Item item, byte[] original) throws NotTransformableException {
        try {
            Slice time = MetadataStep.timeOfMigration(ItemText.of(item, original, now));
            boolean isPlain = time != null && time.first() == '"' && !time.contains('\\');
            return time == null || !isPlain ? "" : SIGNED + time.toString().substring(1, time.length() - 1);
        } catch (UneditableException e) {
            throw impossible(item, e.getMessage());
        }
    }

    private static void setNow(ItemText text, String shape) {
        int at = shape.indexOf(SIGNED);
        if (at >= 0) {
            text.setNow(Slice.of("\"" + shape.substring(at + 1) + "\""));
        }
    }

    /**
     * Returns whether reverting a migrated item gives its original bytes. The item is read again, as an undo reads it:
     * the text that was just edited still has white space that its bytes may not show.
     */
    private boolean isWayBackExact(Item item, byte[] original, byte[] migrated, String shape) {
        try {
            return Arrays.equals(revert(Item.alone(migrated, item.kind()), shape), original);
        } catch (DamagedException | NotTransformableException e) {
            return false;
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
        setNow(text, was);
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
                        "left unchanged; fix the item, or skip such items with --skip-bad")
                .titled(ItemTitle.of(item)));
    }
}
