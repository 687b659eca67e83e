package loom.aml.merge.decide;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import loom.aml.item.MergedFrom;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonSyntaxException;

/**
 * The fields of an entity of a knowledge graph. Its name is compared as a name, the observations that say what it absorbed are not compared,
 * and of the line of an entity that is not spelled as usual only the fields that aml does not know are.
 */
final class ComparedEntity {
    private static final String NAME = "name";
    private static final String OBSERVATIONS = "observations";
    private static final String LINE = "line";
    private static final Set<String> KNOWN = Set.of("type", NAME, "entityType", OBSERVATIONS);

    private ComparedEntity() {}

    /**
     * Completes the fields of an item that is an entity; returns whether all of it can be compared.
     *
     * @throws JsonSyntaxException if its line has a key twice, so that equal readings would not prove equal contents
     */
    static boolean complete(JsonObject item, Map<String, ComparedField> fields) throws JsonSyntaxException {
        item.string(NAME)
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> fields.put(NAME, new ComparedField(FieldPath.OF_ENTITY, List.of(name))));
        ComparedField observations = fields.remove(OBSERVATIONS);
        if (observations != null) {
            List<Object> own = observations.values().stream()
                    .filter(value -> !(value instanceof String text && MergedFrom.isObservation(text)))
                    .toList();
            if (!own.isEmpty()) {
                fields.put(OBSERVATIONS, new ComparedField(observations.path(), own));
            }
        }
        fields.remove(LINE);
        boolean isExact = true;
        if (item.string(LINE).isPresent()) {
            JsonObject line = JsonObject.parseUntrusted(item.string(LINE).get().getBytes(StandardCharsets.UTF_8));
            for (String key : line.keys()) {
                isExact &= KNOWN.contains(key) || ComparedItem.add(LINE + '.' + key, line.value(key), fields);
            }
        }
        return isExact;
    }
}
