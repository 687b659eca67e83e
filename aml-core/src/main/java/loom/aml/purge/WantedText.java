package loom.aml.purge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.store.CollectionFile;

/**
 * The texts that a purge removes: the matches of its pattern, and of its items the ids and all long strings that their versions consist of,
 * which become known while the versions are found. Not safe for use by several threads.
 */
public final class WantedText {
    /** Shorter strings of an item are words that others use too. */
    private static final int DISTINCTIVE = 16;

    /** The number of different texts that are remembered for the search of bytes. */
    private static final int MOST = 100_000;

    private static final String NOTE = ".md";
    private static final Pattern FIGURE = Pattern.compile("[0-9T:.,+Z -]+");

    private final PurgePolicy policy;
    private final Set<String> names = new HashSet<>();
    private final Set<String> paths = new HashSet<>();
    private final Set<String> texts = new LinkedHashSet<>();
    private final Set<String> matches = new LinkedHashSet<>();
    private final Set<String> shared = new LinkedHashSet<>();

    /**
     * @param ids the ids that no other item has, so that they name an item of the policy without its agent and kind
     */
    public WantedText(PurgePolicy policy, Set<String> ids) {
        this.policy = policy;
        for (ItemKey item : policy.items()) {
            if (ids.contains(item.id())) {
                names.add(item.id());
            }
            names.add(item.toString());
            if (item.id().length() >= DISTINCTIVE) {
                texts.add(item.id());
            }
            if (item.kind() == ItemKind.NOTE) {
                paths.add(item.id() + NOTE);
                paths.add(item.id());
            }
        }
    }

    PurgePolicy policy() {
        return policy;
    }

    /** Returns the texts that nothing may hold in the end, to search for them in bytes. */
    Set<String> literals() {
        Set<String> literals = new LinkedHashSet<>(matches);
        literals.addAll(texts);
        return literals;
    }

    /** Returns the number of texts of the items that other items have too, so that they stay. */
    public int shared() {
        return shared.size();
    }

    /** Returns the number of matches that are too short to be searched for in bytes. */
    public int tooShort() {
        return (int) matches.stream().filter(RawSearch::isTooShort).count();
    }

    /** Returns whether versions of items are still to be found, from which the texts become known. */
    public boolean isOfItems() {
        return !policy.items().isEmpty();
    }

    /** Adds the strings of a version of an item. */
    void learn(String item) {
        try {
            JsonEdits.of(item, new StringsOf());
        } catch (JsonEdits.NotJsonException e) {
            item.lines().map(String::strip).forEach(this::learnText);
        }
    }

    private void learnText(String text) {
        if (text.length() >= DISTINCTIVE && texts.size() < MOST && !isFigure(text) && !shared.contains(text)) {
            texts.add(text);
        }
    }

    /** Returns whether a text has only the characters of numbers, times and versions. */
    static boolean isFigure(String text) {
        return FIGURE.matcher(text).matches();
    }

    /** Returns whether a text matches the pattern. */
    boolean isMatched(String text) {
        return policy.pattern().isPresent()
                && policy.pattern().get().matcher(text).find();
    }

    /** Returns whether a number as a whole matches the pattern. */
    boolean isMatchedNumber(String number) {
        boolean isMatched = policy.pattern().isPresent()
                && policy.pattern().get().matcher(number).matches();
        if (isMatched) {
            remember(number);
        }
        return isMatched;
    }

    private void remember(String match) {
        if (matches.size() < MOST) {
            matches.add(match);
        }
    }

    /** Returns the edits of a text that belongs to an item which stays. */
    List<Edit> inItem(String text) {
        for (Iterator<String> wanted = texts.iterator(); wanted.hasNext(); ) {
            String next = wanted.next();
            if (text.contains(next)) {
                shared.add(next);
                wanted.remove();
            }
        }
        return matchesIn(text);
    }

    private List<Edit> matchesIn(String text) {
        List<Edit> edits = new ArrayList<>();
        policy.pattern().ifPresent(pattern -> {
            for (Matcher match = pattern.matcher(text); match.find(); ) {
                if (match.end() > match.start()) {
                    remember(match.group());
                    edits.add(new Edit(match.start(), match.end(), PurgePolicy.REPLACEMENT));
                }
            }
        });
        return edits;
    }

    /** Returns the edits of a text about items, such as in the record of a run. */
    List<Edit> aboutItems(String text) {
        List<Edit> edits = matchesIn(text);
        if (isName(text)) {
            edits.add(new Edit(0, text.length(), PurgePolicy.REPLACEMENT));
            return edits;
        }
        for (String path : paths) {
            if (text.startsWith(path + ".")) {
                edits.add(new Edit(0, path.length(), PurgePolicy.REPLACEMENT));
            }
        }
        for (String wanted : texts) {
            for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length())) {
                edits.add(new Edit(at, at + wanted.length(), PurgePolicy.REPLACEMENT));
            }
        }
        return edits;
    }

    /** Returns whether a text names one of the items. */
    boolean isName(String text) {
        return names.contains(text) || paths.contains(text) || isEntry(text);
    }

    /** Returns whether a text is the id of the line of an index that leads to one of the notes, such as {@code MEMORY#redis}. */
    private boolean isEntry(String text) {
        int mark = text.indexOf('#');
        return mark >= 0 && paths.contains(text.substring(mark + 1));
    }

    /** Returns whether an item of a file is removed as a whole. */
    boolean isItem(CollectionFile file, String id) {
        return !id.isEmpty() && policy.items().contains(new ItemKey(file.agent(), file.kind(), id))
                || file.kind() == ItemKind.ENTRY && isEntry(id)
                || isMatched(id);
    }

    /**
     * Returns whether an entity or a relation is removed, judged by the name of an entity.
     *
     * @param graph the file with the graph
     */
    boolean isEntity(CollectionFile graph, String name) {
        return !name.isEmpty() && policy.items().contains(graph.keyOf(name)) || isMatched(name);
    }

    /** Collects strings, and changes nothing. */
    private final class StringsOf implements JsonScope {
        @Override
        public Treatment treatment(String outer, String member, String decoded) {
            return Treatment.TEXT;
        }

        @Override
        public boolean isText(String name) {
            return !Scopes.isOfFormat(name);
        }

        @Override
        public List<Edit> in(String decoded) {
            learnText(decoded);
            decoded.lines().map(String::strip).forEach(WantedText.this::learnText);
            return List.of();
        }

        @Override
        public boolean isRemoved(String path) {
            return false;
        }

        @Override
        public boolean replacesNumber(String member, String number) {
            return false;
        }

        @Override
        public boolean removesElement(int depth, String member, String decoded) {
            return false;
        }

        @Override
        public void removed(String element) {
            // Nothing is removed.
        }

        @Override
        public Optional<JsonScope> opened() {
            return Optional.empty();
        }
    }

    /** Returns the name of a place without the matches of the pattern. */
    public String masked(String name) {
        List<Edit> edits = matchesIn(name);
        return edits.isEmpty() ? name : Edit.apply(name, edits);
    }
}
