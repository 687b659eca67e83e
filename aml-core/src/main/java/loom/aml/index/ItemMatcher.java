package loom.aml.index;

import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import loom.aml.index.query.Clause;
import loom.aml.index.query.Match;
import loom.aml.index.query.NumericField;
import loom.aml.index.query.Query;
import loom.aml.index.text.ItemText;
import loom.aml.index.text.Symbols;
import loom.aml.index.text.WordSplitter;
import loom.aml.item.Field;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.item.ItemKind;
import loom.aml.item.ValueScore;
import loom.aml.store.CollectionFile;

/**
 * Matches items against a query one by one, without an index. Keeps only the query's words of each item. Not
 * thread-safe.
 */
final class ItemMatcher implements WordSplitter.Sink {
    /** The BM25 saturation parameter k1: how quickly further occurrences of a word lose weight. */
    private static final double SATURATION = 1.2;

    private final List<Clause> clauses;
    private final List<QueryTerm> asked = new ArrayList<>();
    private final Map<String, Positions> words = new HashMap<>();
    private final List<String> beginnings = new ArrayList<>();
    private final Set<String> begun = new HashSet<>();
    private final ItemText text = new ItemText(this);
    private int position;

    /** The positions of a query word in the text of an item. */
    private static final class Positions {
        private int[] at = new int[4];
        private int count;

        void add(int position) {
            if (count == at.length) {
                at = Arrays.copyOf(at, count * 2);
            }
            at[count++] = position;
        }

        boolean has(int position) {
            return Arrays.binarySearch(at, 0, count, position) >= 0;
        }
    }

    /**
     * The result for an item.
     *
     * @param hasAll whether it matches the query
     * @param hasSome whether it matches if any of the words suffices
     * @param reasons the matching words and their contributions
     */
    record Verdict(boolean hasAll, boolean hasSome, List<Match.Reason> reasons) {
        static final Verdict NO = new Verdict(false, false, List.of());

        double score() {
            return reasons.stream().mapToDouble(Match.Reason::part).sum();
        }
    }

    ItemMatcher(Query query) {
        this.clauses = query.clauses();
        for (Clause clause : clauses) {
            QueryTerm word = clause.isText() ? QueryTerm.of(textOf(clause)) : new QueryTerm(List.of(), null);
            asked.add(word);
            word.parts().forEach(part -> words.put(part, new Positions()));
            if (clause instanceof Clause.Beginning && !word.parts().isEmpty()) {
                beginnings.add(word.parts().getLast());
            }
        }
    }

    private static String textOf(Clause clause) {
        return switch (clause) {
            case Clause.Word word -> word.text();
            case Clause.Phrase phrase -> phrase.text();
            case Clause.Beginning beginning -> beginning.text();
            default -> throw new IllegalArgumentException("a clause without words: " + clause);
        };
    }

    @Override
    public void gap() {
        position += 2;
    }

    @Override
    public void word(char[] chars, int from, int to, boolean advances) {
        position += advances ? 1 : 0;
        String word = new String(chars, from, to - from);
        Positions known = words.get(word);
        for (String beginning : beginnings) {
            if (word.startsWith(beginning)) {
                begun.add(beginning);
            }
        }
        if (known != null) {
            known.add(position);
        }
    }

    /** Matches an item. */
    Verdict of(CollectionFile file, Item item) {
        position = 0;
        words.values().forEach(known -> known.count = 0);
        begun.clear();
        text.read(item);
        boolean hasAll = true;
        boolean isAsked = false;
        List<Match.Reason> reasons = new ArrayList<>();
        for (int i = 0; i < clauses.size(); i++) {
            Clause clause = clauses.get(i);
            if (clause.isText() && !clause.isExcluded()) {
                isAsked = true;
                double part = scoreOf(clause, asked.get(i), item);
                hasAll &= part > 0;
                if (part > 0) {
                    reasons.add(new Match.Reason(clause.words(), part));
                }
            } else if (holds(clause, asked.get(i), file, item) == clause.isExcluded()) {
                return Verdict.NO;
            }
        }
        return new Verdict(hasAll, !isAsked || !reasons.isEmpty(), reasons);
    }

    private double scoreOf(Clause clause, QueryTerm word, Item item) {
        if (clause instanceof Clause.Beginning) {
            return hasBeginning(word.parts()) ? 1 : 0;
        }
        int count = occurrences(word.parts());
        if (count > 0) {
            return count / (count + SATURATION);
        }
        return clause instanceof Clause.Word id && isIdOf(id.text(), item) ? 1 : 0;
    }

    private boolean hasBeginning(List<String> parts) {
        if (parts.isEmpty() || !begun.contains(parts.getLast())) {
            return false;
        }
        for (String part : parts.subList(0, Math.min(parts.size() - 1, Clause.MOST_IN_A_ROW))) {
            if (positions(part).count == 0) {
                return false;
            }
        }
        return true;
    }

    private int occurrences(List<String> parts) {
        if (parts.isEmpty()) {
            return 0;
        }
        int most = Math.min(parts.size(), Clause.MOST_IN_A_ROW);
        Positions first = positions(parts.getFirst());
        int count = 0;
        for (int i = 0; i < first.count; i++) {
            int start = first.at[i];
            boolean isWhole = true;
            for (int part = 1; part < most && isWhole; part++) {
                isWhole = positions(parts.get(part)).has(start + part);
            }
            count += isWhole ? 1 : 0;
        }
        return count;
    }

    private Positions positions(String part) {
        return Objects.requireNonNull(words.get(part), part);
    }

    private static boolean isIdOf(String id, Item item) {
        long hash = item.fingerprint().id();
        return Arrays.stream(Fingerprint.ofIdAsWritten(id)).anyMatch(known -> known == hash);
    }

    private boolean holds(Clause clause, QueryTerm word, CollectionFile file, Item item) {
        return switch (clause) {
            case Clause.Word _, Clause.Phrase _, Clause.Beginning _ -> scoreOf(clause, word, item) > 0;
            case Clause.Symbols signs -> hasSigns(signs.text());
            case Clause.Named named -> hasName(named, file, item);
            case Clause.Range range -> {
                OptionalDouble value = figure(range.figure(), item);
                yield value.isPresent() && value.getAsDouble() >= range.min() && value.getAsDouble() <= range.max();
            }
            case Clause.Used used -> {
                Instant last = item.lastUsed();
                yield last != null
                        && ItemDocument.millis(last) >= ItemDocument.millis(used.from())
                        && ItemDocument.millis(last) <= ItemDocument.millis(used.to());
            }
        };
    }

    private boolean hasSigns(String wanted) {
        int[] signs = text.signs();
        int[] asked = wanted.codePoints().filter(Symbols::isSign).distinct().toArray();
        return asked.length > 0
                && Arrays.stream(asked).allMatch(sign -> IntStream.of(signs).anyMatch(there -> there == sign));
    }

    private static boolean hasName(Clause.Named named, CollectionFile file, Item item) {
        Set<String> wanted = named.anyOf();
        return switch (named.name()) {
            case TAG -> anyFolded(wanted, item.strings(Field.TAGS));
            case TYPE -> item.type() != null && anyFolded(wanted, List.of(item.type()));
            case ACTIVE -> wanted.contains(Boolean.toString(item.isActive()));
            case KIND -> wanted.contains(file.kind().word());
            case AGENT ->
                wanted.contains(file.agent())
                        || wanted.stream().anyMatch(name -> normal(name).equals(normal(file.agent())));
            case ID -> wanted.stream().anyMatch(id -> isIdOf(id, item));
        };
    }

    private static String normal(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    private static boolean anyFolded(Set<String> wanted, List<String> values) {
        Set<String> folded = new HashSet<>();
        wanted.forEach(one -> folded.add(ItemDocument.folded(one)));
        return values.stream().anyMatch(value -> folded.contains(ItemDocument.folded(value)));
    }

    /** Returns a numeric value of an item; only patterns have executions and a value score. */
    static OptionalDouble figure(NumericField figure, Item item) {
        boolean isPattern = item.kind() == ItemKind.PATTERN;
        return switch (figure) {
            case CONFIDENCE -> item.confidence();
            case SUCCESS -> item.successRate();
            case EXECUTIONS -> isPattern ? OptionalDouble.of(item.executions()) : OptionalDouble.empty();
            case WEIGHT -> isPattern ? OptionalDouble.of(ValueScore.of(item)) : OptionalDouble.empty();
        };
    }
}
