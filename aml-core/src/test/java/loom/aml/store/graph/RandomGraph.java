package loom.aml.store.graph;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random memory files and changes, of few names, so that changes meet. */
final class RandomGraph {
    private static final List<String> NAMES = List.of("a", "b", "c", "d\"\\", "\u00e9\ud83d\ude00", "");
    private static final List<String> TEXTS = List.of("x", "y", "two words", "a\nb", "\u2028\u0000", "");
    private static final List<String> ODD = List.of(
            "",
            "  ",
            "{\"type\":\"note\"}",
            "17",
            "null",
            "{\"type\":\"entity\",\"name\":\"a\"",
            "{\"type\":\"entity\",\"name\":\"b\"}",
            "{\"type\":\"relation\",\"from\":\"a\"}");

    private RandomGraph() {}

    /** Returns the content of a file: mostly as server-memory writes it, with some lines of others between. */
    static String text(SplittableRandom random) {
        List<String> lines = new ArrayList<>();
        lines.add(line(random, true));
        for (int i = random.nextInt(7); i > 0; i--) {
            lines.add(
                    random.nextInt(5) == 0 ? ODD.get(random.nextInt(ODD.size())) : line(random, random.nextBoolean()));
        }
        String end = random.nextInt(4) == 0 ? "\r\n" : "\n";
        return (random.nextInt(6) == 0 ? "\ufeff" : "") + String.join(end, lines) + (random.nextInt(3) == 0 ? end : "");
    }

    private static String line(SplittableRandom random, boolean isEntity) {
        byte[] line = isEntity ? CanonicalText.of(entity(random)) : CanonicalText.of(relation(random));
        String text = new String(line, StandardCharsets.UTF_8);
        return switch (random.nextInt(6)) {
            case 0 -> text.replace(",\"", " , \"");
            case 1 -> text.replaceFirst("\\{", "{\"extra\":{\"n\":1.0},");
            case 2 -> " " + text + " ";
            default -> text;
        };
    }

    private static Entity entity(SplittableRandom random) {
        return new Entity(name(random), "t", texts(random));
    }

    private static Relation relation(SplittableRandom random) {
        return new Relation(name(random), name(random), "r" + random.nextInt(2));
    }

    private static String name(SplittableRandom random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private static List<String> texts(SplittableRandom random) {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            texts.add(TEXTS.get(random.nextInt(TEXTS.size())));
        }
        return texts;
    }

    static GraphChange<?> change(SplittableRandom random) {
        int count = 1 + random.nextInt(3);
        List<Entity> entities = new ArrayList<>();
        List<Relation> relations = new ArrayList<>();
        List<GraphChange.Observations> observations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entities.add(entity(random));
            relations.add(relation(random));
            observations.add(new GraphChange.Observations(name(random), texts(random)));
        }
        return switch (random.nextInt(6)) {
            case 0 -> new GraphChange.CreateEntities(entities);
            case 1 -> new GraphChange.CreateRelations(relations);
            case 2 -> new GraphChange.AddObservations(observations);
            case 3 -> new GraphChange.DeleteObservations(observations);
            case 4 -> new GraphChange.DeleteRelations(relations);
            default ->
                new GraphChange.DeleteEntities(
                        entities.stream().map(Entity::name).toList());
        };
    }
}
