package loom.aml.item;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * The items that an item absorbed when they were merged, each with the revision that was absorbed. Their ids are further names of the item: they
 * lead to it unless an item has such an id itself. In order, without repeats.
 *
 * <pre>
 * "metadata": {"aml_merged_from": [{"id": "9f1c..", "revision": "16 hex digits"}]}     in a collection of the runtime
 * "aml_merged_from": ["short-commits@16 hex digits"]                                   in a note
 * "observations": ["uses JWT", "aml_merged_from: auth-svc@16 hex digits"]              in an entity of a graph
 * </pre>
 *
 * <p>server-memory drops unknown fields of an entity whenever it writes, but no observation, and finds entities by their observations.
 */
public record MergedFrom(List<Origin> origins) {
    public static final MergedFrom NONE = new MergedFrom(List.of());

    private static final String OBSERVATION = "aml_merged_from: ";

    /**
     * An absorbed item.
     *
     * @param revision as it was written; empty if it was not
     */
    public record Origin(String id, String revision) {
        JsonObject toJson() {
            return JsonObject.builder().put("id", id).put("revision", revision).build();
        }

        private static Origin of(String text) {
            int at = text.lastIndexOf('@');
            return at < 0 ? new Origin(text, "") : new Origin(text.substring(0, at), text.substring(at + 1));
        }

        @Override
        public String toString() {
            return id + "@" + revision;
        }
    }

    public MergedFrom {
        origins = List.copyOf(new LinkedHashSet<>(origins));
    }

    /** Reads what an item absorbed. Anybody may have written it, so entries that cannot be read are ignored. */
    public static MergedFrom of(Item item) {
        if (item.kind() == ItemKind.NOTE && item.isArray(Field.OBSERVATIONS)) {
            return new MergedFrom(item.strings(Field.OBSERVATIONS).stream()
                    .filter(MergedFrom::isObservation)
                    .map(observation -> Origin.of(observation.substring(OBSERVATION.length())))
                    .toList());
        }
        if (!item.isArray(Field.MERGED_FROM)) {
            return NONE;
        }
        int from = item.startOf(Field.MERGED_FROM);
        int to = item.endOf(Field.MERGED_FROM);
        String list = new String(item.copyBytes(), from, to - from, StandardCharsets.UTF_8);
        try {
            JsonObject json = JsonObject.parse("{\"list\":" + list + "}");
            List<Origin> origins = new ArrayList<>();
            json.strings("list").forEach(text -> origins.add(Origin.of(text)));
            json.objects("list").stream()
                    .filter(entry -> entry.string("id").isPresent())
                    .forEach(entry -> origins.add(new Origin(
                            entry.string("id").orElseThrow(),
                            entry.string("revision").orElse(""))));
            return new MergedFrom(origins);
        } catch (JsonSyntaxException e) {
            return NONE;
        }
    }

    /** Returns whether an observation of an entity names an absorbed one. */
    public static boolean isObservation(String observation) {
        return observation.startsWith(OBSERVATION);
    }

    /** Returns the observations that name the absorbed entities. */
    public List<String> observations() {
        return origins.stream().map(origin -> OBSERVATION + origin).toList();
    }

    public boolean isEmpty() {
        return origins.isEmpty();
    }

    /** Returns the ids of the absorbed items. */
    public Set<String> ids() {
        return origins.stream().map(Origin::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns the list with one item more, and those that it absorbed itself. */
    public MergedFrom with(String id, Revision revision, MergedFrom its) {
        List<Origin> all = new ArrayList<>(origins);
        all.add(new Origin(id, revision.toString()));
        all.addAll(its.origins);
        return new MergedFrom(all);
    }

    /** Returns the list as an item of a kind holds it. */
    public String json(ItemKind kind) {
        return origins.stream()
                .map(origin -> kind.isOfRuntime() ? origin.toJson().toString() : JsonObject.quoted(origin.toString()))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Returns the id by which an item is named although another one absorbed it; empty if this one absorbed none such. */
    public Optional<String> find(Predicate<String> id) {
        return ids().stream().filter(id).findFirst();
    }
}
