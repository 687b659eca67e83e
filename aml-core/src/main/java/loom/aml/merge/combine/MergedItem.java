package loom.aml.merge.combine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.MergedFrom;
import loom.aml.item.text.FieldEditor;
import loom.aml.item.text.JsonTexts;
import loom.aml.item.text.Slice;
import loom.aml.item.text.UneditableException;
import loom.aml.json.JsonObject;
import loom.aml.merge.decide.Aligned;
import loom.aml.merge.decide.Decision;
import loom.aml.merge.decide.ObservationUnion;
import loom.aml.merge.decide.Relation;
import loom.aml.store.StoredItem;

/** Computes the text of an item that absorbs another one which says the same. All of its bytes that have no reason to change stay. */
final class MergedItem {
    private static final String TIMESTAMP = Field.TIMESTAMP.path();
    private static final String TAGS = Field.TAGS.path();

    private final StoredItem survivor;
    private final StoredItem absorbed;
    private final Item one;
    private final Item other;
    private final FieldEditor text;
    private final FieldEditor its;

    private MergedItem(StoredItem survivor, StoredItem absorbed) {
        this.survivor = survivor;
        this.absorbed = absorbed;
        this.one = survivor.fields();
        this.other = absorbed.fields();
        this.text = FieldEditor.of(survivor.text());
        this.its = FieldEditor.of(absorbed.text());
    }

    /**
     * Returns the survivor after it absorbed another item.
     *
     * @param decision the comparison of the two, the survivor first
     * @throws UneditableException if a field that would change occurs twice or has an unexpected type
     */
    static byte[] of(StoredItem survivor, StoredItem absorbed, Decision decision) throws UneditableException {
        MergedItem merged = new MergedItem(survivor, absorbed);
        merged.figures();
        merged.tags();
        if (EntityMerge.isEntity(merged.one)) {
            merged.observations();
        } else {
            merged.remarks(decision);
            merged.origins();
        }
        return merged.text.toBytes();
    }

    private void figures() throws UneditableException {
        MergedFrom known = MergedFrom.of(one);
        // An item that another program wrote back after it was merged has the same uses, which count once.
        boolean isCounted = known.ids().contains(absorbed.key().id());
        for (Figure figure : Figure.values()) {
            boolean addsUp = figure == Figure.COUNT || figure == Figure.RATE || figure == Figure.MEAN;
            for (String path : isCounted && addsUp ? List.<String>of() : figure.paths()) {
                combine(figure, path);
            }
        }
        // The later record confirms the earlier one, and ages are measured from it where no use is recorded.
        if (survivor.key().kind() == ItemKind.SOLUTION || survivor.key().kind() == ItemKind.DECISION) {
            combine(Figure.LATEST, TIMESTAMP);
        }
    }

    private void combine(Figure figure, String path) throws UneditableException {
        Slice theirs = its.get(path);
        if (theirs == null) {
            return;
        }
        Slice ours = text.get(path);
        if (ours == null) {
            text.set(path, theirs);
            return;
        }
        Optional<String> value = figure.combined(ours, one.uses(), theirs, other.uses());
        if (value.isPresent() && !ours.toString().equals(value.get())) {
            text.set(path, value.get());
        }
    }

    private void tags() throws UneditableException {
        if (!other.isArray(Field.TAGS) || other.strings(Field.TAGS).isEmpty()) {
            return;
        }
        if (!one.has(Field.TAGS)) {
            text.set(TAGS, JsonTexts.list(other.strings(Field.TAGS)));
        } else if (one.isArray(Field.TAGS)) {
            Set<String> missing = new LinkedHashSet<>(other.strings(Field.TAGS));
            one.strings(Field.TAGS).forEach(missing::remove);
            for (String tag : missing) {
                text.append(TAGS, JsonObject.quoted(tag));
            }
        }
    }

    /** Appends the sentences that only the other item has. */
    private void remarks(Decision decision) throws UneditableException {
        for (Aligned aligned : decision.aligned()) {
            boolean isOnlyThere = aligned.one().isEmpty() && !aligned.other().isEmpty();
            if (isOnlyThere && (aligned.relation() == Relation.HARMLESS || aligned.relation() == Relation.ADDED)) {
                remark(aligned.field(), aligned.other());
            }
        }
    }

    private void remark(String path, String sentence) throws UneditableException {
        Slice present = text.get(path);
        Slice theirs = its.get(path);
        if (present == null || present.is("null") || present.is("\"\"")) {
            if (theirs != null) {
                text.set(path, theirs);
            }
        } else if (present.first() == '[') {
            text.append(path, JsonObject.quoted(sentence));
        } else if (present.first() == '"') {
            text.set(path, JsonTexts.appended(present.toString(), sentence));
        }
    }

    /** Appends the observations that only the other entity has, and its name, unless both have the same. */
    private void observations() throws UneditableException {
        List<String> ours = one.strings(Field.OBSERVATIONS);
        List<String> added = new ArrayList<>(ObservationUnion.additions(
                ours,
                other.strings(Field.OBSERVATIONS).stream()
                        .filter(observation -> !MergedFrom.isObservation(observation))
                        .toList()));
        boolean isNamesake = Objects.equals(one.text(Field.FLAT_NAME), other.text(Field.FLAT_NAME));
        MergedFrom its = MergedFrom.of(other);
        MergedFrom origins =
                isNamesake ? its : MergedFrom.NONE.with(absorbed.key().id(), absorbed.revision(), its);
        origins.observations().stream().filter(name -> !ours.contains(name)).forEach(added::add);
        for (String observation : added) {
            text.append(Field.OBSERVATIONS.path(), JsonObject.quoted(observation));
        }
    }

    private void origins() throws UneditableException {
        MergedFrom origins = MergedFrom.of(one).with(absorbed.key().id(), absorbed.revision(), MergedFrom.of(other));
        boolean isOfRuntime = survivor.key().kind().isOfRuntime();
        text.set(
                isOfRuntime
                        ? Field.MERGED_FROM.path()
                        : Field.MERGED_FROM.spellings().getLast(),
                origins.json(survivor.key().kind()));
    }
}
