package loom.aml.migrate;

import java.util.List;
import java.util.Set;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.text.Member;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import org.jspecify.annotations.Nullable;

/**
 * Migrates from 1.1.0 to 1.2.0: adds {@code metadata} with the version to items, and {@code variations} to patterns.
 */
final class MetadataStep implements Step {
    static final String METADATA = "metadata";
    static final String VERSION = "version";
    static final String VARIATIONS = "variations";

    private static final String CREATED_BY = "created_by";
    private static final String LAST_MODIFIED = "last_modified";
    private static final String MIGRATION = "\"migration\"";
    private static final String V1_2_0 = "\"1.2.0\"";
    private static final String NONE = "[]";

    @Override
    public SchemaVersion from() {
        return SchemaVersion.V1_1_0;
    }

    @Override
    public SchemaVersion to() {
        return SchemaVersion.V1_2_0;
    }

    @Override
    public String summary() {
        return "adds metadata, variations";
    }

    @Override
    public Set<Field> marks() {
        return Set.of(Field.VARIATIONS, Field.METADATA, Field.METADATA_VERSION);
    }

    @Override
    public boolean isMarked(Item item) {
        return item.has(Field.VARIATIONS) || "1.2.0".equals(item.text(Field.METADATA_VERSION));
    }

    @Override
    public void up(ItemText item) throws UneditableException {
        ObjectText root = item.root();
        Slice variations = item.kept().takeOut(VARIATIONS);
        mark(item);
        if (variations != null) {
            root.append(VARIATIONS, variations);
        } else if (item.isPattern() && !root.has(VARIATIONS)) {
            root.append(VARIATIONS, NONE);
        }
    }

    /** Sets the version in the metadata to 1.2.0. */
    static void mark(ItemText item) throws UneditableException {
        ObjectText metadata = item.root().object(METADATA);
        if (metadata == null) {
            metadata = item.root().appendObject(METADATA);
        }
        Slice version = metadata.value(VERSION);
        if (version != null && !version.is(V1_2_0)) {
            throw new UneditableException("has metadata of an unknown version: " + version);
        }
        if (version != null) {
            return;
        }
        // Keeps the signature of another program.
        if (!metadata.has(CREATED_BY) && !metadata.has(LAST_MODIFIED)) {
            metadata.append(CREATED_BY, MIGRATION);
            metadata.append(LAST_MODIFIED, item.now());
        }
        metadata.append(VERSION, V1_2_0);
    }

    @Override
    public void down(ItemText item) throws UneditableException {
        ObjectText root = item.root();
        unmark(root);
        Member variations = root.find(VARIATIONS);
        if (variations != null) {
            if (!item.isPattern() || !variations.value().is(NONE)) {
                item.kept().keep(VARIATIONS, variations.value());
            }
            root.remove(variations);
        }
        if (!root.has("tags")) {
            root.append("tags", NONE);
        }
    }

    private static void unmark(ObjectText root) throws UneditableException {
        Member holder = root.find(METADATA);
        ObjectText metadata = holder == null ? null : root.object(METADATA);
        if (holder == null || metadata == null || !metadata.is(VERSION, V1_2_0)) {
            return;
        }
        List<Member> members = metadata.members();
        int version = placeOf(members, VERSION);
        boolean isSignedByUs = version >= 2
                && members.get(version - 2).isNamed(CREATED_BY)
                && members.get(version - 2).value().is(MIGRATION)
                && members.get(version - 1).isNamed(LAST_MODIFIED);
        metadata.remove(members.get(version));
        if (isSignedByUs) {
            metadata.remove(members.get(version - 1));
            metadata.remove(members.get(version - 2));
        }
        if (metadata.isEmpty()) {
            root.remove(holder);
        }
    }

    private static int placeOf(List<Member> members, String name) {
        int place = members.size() - 1;
        while (place >= 0 && !members.get(place).isNamed(name)) {
            place--;
        }
        return place;
    }

    /** Returns the version member in the metadata of an item; null if absent. */
    static @Nullable Member version(ItemText item) throws UneditableException {
        ObjectText metadata = item.root().object(METADATA);
        return metadata == null ? null : metadata.find(VERSION);
    }

    /** Returns the time of an earlier migration as a JSON string; null if absent. */
    static @Nullable Slice timeOfMigration(ItemText item) throws UneditableException {
        ObjectText metadata = item.root().object(METADATA);
        if (metadata == null) {
            return null;
        }
        return metadata.is(CREATED_BY, MIGRATION) ? metadata.value(LAST_MODIFIED) : metadata.value("migrated_at");
    }
}
