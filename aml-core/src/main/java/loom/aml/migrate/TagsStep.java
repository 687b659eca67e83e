package loom.aml.migrate;

import java.util.List;
import java.util.Set;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.text.Member;
import loom.aml.item.text.ObjectText;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;

/**
 * Migrates from 1.0.0 to 1.1.0: adds {@code tags} to items and {@code active} to patterns, and converts timestamps to
 * ISO 8601.
 *
 * <p>The way down removes only what the way up adds: empty tags that are followed only by members that migrations add.
 * 1.0.0 supports tags too, so tags of users and of the runtime stay.
 */
final class TagsStep implements Step {
    private static final String TAGS = "tags";
    private static final String ACTIVE = "active";
    private static final String NO_TAGS = "[]";
    private static final String TRUE = "true";

    /** The members that later steps add after tags that a migration appended. */
    private static final Set<String> OF_LATER_STEPS =
            Set.of("metadata", "variations", "version", "metrics", "evolution", "performance", "lifecycle");

    @Override
    public SchemaVersion from() {
        return SchemaVersion.V1_0_0;
    }

    @Override
    public SchemaVersion to() {
        return SchemaVersion.V1_1_0;
    }

    @Override
    public String summary() {
        return "adds tags and active; converts timestamps to ISO 8601";
    }

    @Override
    public Set<Field> marks() {
        return Set.of(Field.TAGS);
    }

    @Override
    public boolean isMarked(Item item) {
        return item.has(Field.TAGS);
    }

    @Override
    public void up(ItemText item) throws UneditableException {
        ObjectText root = item.root();
        if (root.has(TAGS)) {
            return;
        }
        for (String time : List.of("timestamp", "reviewedAt", "reviewed_at")) {
            IsoTime.spell(root, time);
        }
        if (item.isPattern()) {
            Slice evolution = root.value("evolution");
            if (evolution != null && evolution.first() == '{') {
                IsoTime.spell(root.object("evolution"), "created");
                IsoTime.spell(root.object("evolution"), "lastUsed");
            }
        }
        root.append(TAGS, NO_TAGS);
        if (item.isPattern() && !root.has(ACTIVE)) {
            root.append(ACTIVE, TRUE);
        }
    }

    @Override
    public void down(ItemText item) throws UneditableException {
        ObjectText root = item.root();
        Member tags = root.find(TAGS);
        if (tags == null || !tags.value().is(NO_TAGS)) {
            return;
        }
        List<Member> behind = root.members()
                .subList(root.members().indexOf(tags) + 1, root.members().size());
        boolean isActiveAdded = item.isPattern()
                && !behind.isEmpty()
                && behind.getFirst().isNamed(ACTIVE)
                && behind.getFirst().value().is(TRUE);
        List<Member> rest = isActiveAdded ? behind.subList(1, behind.size()) : behind;
        if (rest.stream().allMatch(member -> OF_LATER_STEPS.contains(member.name()))) {
            Member active = isActiveAdded ? behind.getFirst() : null;
            root.remove(tags);
            if (active != null) {
                root.remove(active);
            }
        }
    }
}
