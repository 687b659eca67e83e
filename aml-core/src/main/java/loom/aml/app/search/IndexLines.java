package loom.aml.app.search;

import java.util.Set;
import loom.aml.index.query.Clause;
import loom.aml.index.query.Name;
import loom.aml.index.query.SearchRequest;
import loom.aml.item.ItemKind;
import loom.aml.store.MemoryStore;

/** Keeps the lines of an index, which repeat the titles of notes, out of searches that do not ask for them. */
public final class IndexLines {
    private static final Clause NO_LINKS = new Clause.Named(Name.TYPE, Set.of("link"), true);

    private IndexLines() {}

    /** Returns a search for memories themselves, unless it names a kind or a type. */
    public static SearchRequest passOver(MemoryStore store, SearchRequest request) {
        boolean isNamed = request.query().clauses().stream()
                .anyMatch(clause -> clause instanceof Clause.Named named
                        && (named.name() == Name.KIND || named.name() == Name.TYPE || named.name() == Name.ID));
        return isNamed || !store.kinds().contains(ItemKind.ENTRY)
                ? request
                : request.with(request.query().and(NO_LINKS));
    }
}
