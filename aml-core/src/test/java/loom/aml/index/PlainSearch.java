package loom.aml.index;

import java.io.IOException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.index.query.Clause;
import loom.aml.index.query.Query;
import loom.aml.index.text.Folding;
import loom.aml.index.text.Symbols;
import loom.aml.item.Field;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.ValueScore;
import loom.aml.store.CollectionFile;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A reference implementation that finds items by reading all of them, without an index. */
final class PlainSearch {
    private static final Set<String> NO_TEXT = Set.of(
            "id",
            "agent",
            "timestamp",
            "active",
            "version",
            "metadata",
            "metrics",
            "performance",
            "evolution",
            "lifecycle",
            "effectiveness",
            "verifiedCount",
            "reviewedAt",
            "reviewed_at");
    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:[-_./\\\\:@#$+']{1,2}[\\p{L}\\p{M}\\p{N}]+)*");
    private static final Pattern JOINT = Pattern.compile("[-_./\\\\:@#$+']+");
    private static final Pattern HUMP =
            Pattern.compile("(?<=[\\p{L}\\p{M}\\p{N}&&[^\\p{Lu}]])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}[\\p{Ll}\\p{M}])"
                    + "|(?=\\p{IsHan})|(?<=\\p{IsHan})");

    private final Map<String, Found> items = new HashMap<>();

    /** An item, and the words of each of its texts. */
    record Found(CollectionFile file, Item item, List<List<String>> texts, List<String> raw) {
        String place() {
            return file.agent() + "/" + file.kind().word() + "/" + item.id();
        }
    }

    PlainSearch(MemoryStore store) throws IOException {
        List<ScanResult<List<Item>>> files = store.scan(store.list(), Selection.ALL, collection -> {
            List<Item> all = new ArrayList<>();
            collection.read(item -> all.add(Item.alone(item.copyBytes(), item.kind())));
            return all;
        });
        for (ScanResult<List<Item>> file : files) {
            if (file instanceof ScanResult.Read<List<Item>> read) {
                Map<String, Found> ofFile = new HashMap<>();
                for (Item item : read.result()) {
                    if (item.id() != null) {
                        List<String> raw = texts(item);
                        Found found = new Found(
                                read.file(),
                                item,
                                raw.stream().map(PlainSearch::parts).toList(),
                                raw);
                        ofFile.merge(found.place(), found, PlainSearch::better);
                    }
                }
                // The plain file comes first in the order of files.
                ofFile.forEach(items::putIfAbsent);
            }
        }
    }

    private static Found better(Found one, Found other) {
        int byUse = Double.compare(one.item.uses(), other.item.uses());
        Instant oneUsed = one.item.lastUsed() == null ? Instant.MIN : one.item.lastUsed();
        Instant otherUsed = other.item.lastUsed() == null ? Instant.MIN : other.item.lastUsed();
        return byUse < 0 || (byUse == 0 && oneUsed.isBefore(otherUsed)) ? other : one;
    }

    private static List<String> texts(Item item) {
        List<String> texts = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), item.copyBytes())) {
            int depth = 0;
            String key = "";
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.PROPERTY_NAME && depth == 1) {
                    key = json.currentName();
                } else if (!NO_TEXT.contains(key)
                        && (token == JsonToken.VALUE_STRING || (token.isNumeric() && !key.equals("outcome")))) {
                    texts.add(json.getString());
                }
            }
        }
        return texts;
    }

    /** Returns the parts of all words of a text. */
    static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        Matcher words = WORD.matcher(Normalizer.normalize(text, Normalizer.Form.NFC));
        while (words.find()) {
            for (String joined : JOINT.split(words.group())) {
                for (String part : HUMP.split(joined)) {
                    if (!part.isEmpty()) {
                        parts.add(Folding.fold(part));
                    }
                }
            }
        }
        return parts;
    }

    Map<String, Found> items() {
        return items;
    }

    /** Returns the positions of all items that match a query. */
    SortedSet<String> find(Query query) {
        SortedSet<String> places = new TreeSet<>();
        items.forEach((place, found) -> {
            if (query.clauses().stream().allMatch(clause -> holds(clause, found) != clause.isExcluded())) {
                places.add(place);
            }
        });
        return places;
    }

    private static boolean begins(String text, Found found) {
        List<String> parts = parts(text);
        return !parts.isEmpty()
                && found.texts.stream().flatMap(List::stream).anyMatch(word -> word.startsWith(parts.getLast()));
    }

    static boolean holds(Clause clause, Found found) {
        Item item = found.item;
        return switch (clause) {
            case Clause.Word word ->
                containsInARow(word.text(), found) || word.text().equals(item.id());
            case Clause.Phrase phrase -> containsInARow(phrase.text(), found);
            case Clause.Beginning beginning -> begins(beginning.text(), found);
            case Clause.Symbols signs ->
                signs.text()
                        .codePoints()
                        .filter(Symbols::isSign)
                        .allMatch(sign -> found.raw.stream().anyMatch(text -> text.indexOf(sign) >= 0));
            case Clause.Named named ->
                switch (named.name()) {
                    case TAG -> item.strings(Field.TAGS).stream().anyMatch(tag -> isOneOf(named, tag));
                    case TYPE -> item.type() != null && isOneOf(named, item.type());
                    case AGENT -> named.anyOf().contains(found.file.agent());
                    case KIND -> named.anyOf().contains(found.file.kind().word());
                    case ID -> named.anyOf().contains(item.id());
                    case ACTIVE -> named.anyOf().contains(Boolean.toString(item.isActive()));
                };
            case Clause.Range range -> {
                OptionalDouble value = switch (range.figure()) {
                    case CONFIDENCE -> item.confidence();
                    case SUCCESS -> item.successRate();
                    case EXECUTIONS -> ofPattern(item, item.executions());
                    case WEIGHT -> ofPattern(item, ValueScore.of(item));
                };
                yield value.isPresent() && value.getAsDouble() >= range.min() && value.getAsDouble() <= range.max();
            }
            case Clause.Used used ->
                item.lastUsed() != null
                        && item.lastUsed().toEpochMilli() >= used.from().toEpochMilli()
                        && item.lastUsed().toEpochMilli() <= used.to().toEpochMilli();
        };
    }

    private static OptionalDouble ofPattern(Item item, double value) {
        return item.kind() == ItemKind.PATTERN ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    private static boolean isOneOf(Clause.Named named, String value) {
        return named.anyOf().stream().anyMatch(one -> Folding.fold(one).equals(Folding.fold(value)));
    }

    private static boolean containsInARow(String words, Found found) {
        List<String> wanted = parts(words);
        return found.texts.stream().anyMatch(text -> Collections.indexOfSubList(text, wanted) >= 0);
    }
}
