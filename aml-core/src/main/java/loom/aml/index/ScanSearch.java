package loom.aml.index;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import loom.aml.index.query.Facets;
import loom.aml.index.query.Match;
import loom.aml.index.query.Matches;
import loom.aml.index.query.NumericField;
import loom.aml.index.query.SearchRequest;
import loom.aml.item.Field;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;

/**
 * Answers requests without an index by reading every item of the store twice, for when there is not enough memory or
 * file descriptors for an index. Finds the same items as an index. Words rank by their frequency in the item only.
 * Needs 60 bytes per item of the largest file and 28 bytes per other item.
 */
final class ScanSearch {
    private final MemoryStore store;
    private volatile List<Finding> unread = List.of();

    ScanSearch(MemoryStore store) {
        this.store = store;
    }

    /** Returns findings about what the last search could not read. */
    List<Finding> unread() {
        return unread;
    }

    Matches search(SearchRequest request) throws IOException {
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.unseen());
        Map<CollectionFile, ItemTable> tables = tables(listing, findings);
        Answer all = new Answer(request);
        Answer some = new Answer(request);
        boolean mayRelax = request.query().words().size() > 1;
        store.scan(listing, Selection.ALL, collection -> {
            CollectionFile file = collection.file();
            ItemTable table = tables.get(file);
            if (table == null) {
                return false;
            }
            ItemTable counting = collection.hasTwin() && file.suffixed()
                    ? tables.getOrDefault(file.twin(), ItemTable.EMPTY)
                    : ItemTable.EMPTY;
            ItemMatcher matcher = new ItemMatcher(request.query());
            collection.read(item -> {
                if (!counts(item, table, counting)) {
                    return;
                }
                ItemMatcher.Verdict verdict = matcher.of(file, item);
                if (verdict.hasAll()) {
                    all.add(file, item, verdict);
                } else if (mayRelax && verdict.hasSome()) {
                    some.add(file, item, verdict);
                }
            });
            return true;
        });
        unread = List.copyOf(findings);
        boolean isRelaxed = all.total == 0 && some.total > 0;
        return (isRelaxed ? some : all).matches(isRelaxed);
    }

    /**
     * Returns the positions of the items that take precedence among items with the same id. A damaged file has none.
     */
    private Map<CollectionFile, ItemTable> tables(StoreListing listing, List<Finding> findings) throws IOException {
        Map<CollectionFile, ItemTable> tables = new ConcurrentHashMap<>();
        List<ScanResult<ItemTable>> files = store.scan(listing, Selection.ALL, collection -> {
            ItemTableBuilder builder = new ItemTableBuilder();
            collection.read(item -> {
                Fingerprint fingerprint = item.fingerprint();
                if (fingerprint.id() != 0) {
                    builder.add(item, fingerprint);
                }
            });
            return builder.build();
        });
        for (ScanResult<ItemTable> file : files) {
            if (file instanceof ScanResult.Read<ItemTable> read) {
                tables.put(file.file(), read.result());
            } else if (file instanceof ScanResult.LeftAlone<ItemTable> leftAlone) {
                findings.add(leftAlone.finding());
            }
        }
        return tables;
    }

    private static boolean counts(Item item, ItemTable table, ItemTable counting) {
        long id = item.fingerprint().id();
        int row = id == 0 || counting.find(id) >= 0 ? -1 : table.find(id);
        return row >= 0
                && table.offset(row) == item.offset()
                && table.fingerprint(row).equals(item.fingerprint());
    }

    /** Collects the best matches and their number. */
    private static final class Answer {
        private static final Comparator<Ranked> BEST_FIRST = Comparator.comparingDouble((Ranked ranked) -> ranked.value)
                .reversed()
                .thenComparing(
                        Comparator.comparingLong((Ranked ranked) -> ranked.used).reversed())
                .thenComparing(ranked -> ranked.match.file().path())
                .thenComparingLong(ranked -> ranked.match.fingerprint().id());

        private final SearchRequest request;
        private final boolean hasWords;
        private final PriorityQueue<Ranked> best = new PriorityQueue<>(BEST_FIRST.reversed());
        private final Map<String, Long> agents = new HashMap<>();
        private final Map<String, Long> kinds = new HashMap<>();
        private final Map<String, Long> types = new HashMap<>();
        private final Map<String, Long> tags = new HashMap<>();
        private long total;

        private record Ranked(double value, long used, Match match) {}

        Answer(SearchRequest request) {
            this.request = request;
            this.hasWords = !request.query().words().isEmpty();
        }

        synchronized void add(CollectionFile file, Item item, ItemMatcher.Verdict verdict) {
            total++;
            if (request.facets()) {
                count(file, item);
            }
            int places = request.limit() == 0 ? 0 : request.offset() + request.limit();
            if (places == 0) {
                return;
            }
            Instant last = item.lastUsed();
            long used = last == null ? Long.MIN_VALUE : ItemDocument.millis(last);
            OptionalDouble value = value(item, used, verdict);
            best.add(new Ranked(
                    value.orElse(Double.NEGATIVE_INFINITY),
                    used,
                    new Match(
                            file,
                            item.offset(),
                            item.length(),
                            item.fingerprint(),
                            value.orElse(0),
                            request.reasons() ? verdict.reasons() : List.of())));
            if (best.size() > places) {
                best.remove();
            }
        }

        private OptionalDouble value(Item item, long used, ItemMatcher.Verdict verdict) {
            return switch (request.order()) {
                case RELEVANCE -> hasWords ? OptionalDouble.of(verdict.score()) : worth(item);
                case CONFIDENCE -> ItemMatcher.figure(NumericField.CONFIDENCE, item);
                case SUCCESS -> ItemMatcher.figure(NumericField.SUCCESS, item);
                case WEIGHT -> ItemMatcher.figure(NumericField.WEIGHT, item);
                case RECENCY -> used == Long.MIN_VALUE ? OptionalDouble.empty() : OptionalDouble.of(used);
            };
        }

        private static OptionalDouble worth(Item item) {
            OptionalDouble confidence = item.confidence();
            OptionalDouble success = item.successRate();
            return confidence.isPresent() && success.isPresent()
                    ? OptionalDouble.of((float) (confidence.getAsDouble() * success.getAsDouble()))
                    : OptionalDouble.empty();
        }

        private void count(CollectionFile file, Item item) {
            agents.merge(file.agent(), 1L, Long::sum);
            kinds.merge(file.kind().word(), 1L, Long::sum);
            if (item.type() != null) {
                types.merge(item.type(), 1L, Long::sum);
            }
            new HashSet<>(item.strings(Field.TAGS)).forEach(tag -> tags.merge(tag, 1L, Long::sum));
        }

        Matches matches(boolean isRelaxed) {
            List<Match> page = best.stream()
                    .sorted(BEST_FIRST)
                    .skip(request.offset())
                    .map(Ranked::match)
                    .toList();
            Optional<Facets> facets =
                    request.facets() ? Optional.of(new Facets(agents, kinds, types, tags)) : Optional.empty();
            return new Matches(total, isRelaxed, page, facets);
        }
    }
}
