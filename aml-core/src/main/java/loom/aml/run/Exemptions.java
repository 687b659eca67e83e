package loom.aml.run;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.item.Fingerprint;
import loom.aml.item.Item;
import loom.aml.json.JsonObject;
import loom.aml.prune.Strategy;
import loom.aml.store.Cause;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.Reason;
import loom.aml.store.graph.EntityUnion;
import loom.aml.store.log.Archive;
import loom.aml.store.log.Commit;
import loom.aml.store.log.RunRecord;

/**
 * The removed items that a user restored, each with the rule that had removed it. An exemption covers the removed
 * version: an item that changed since is judged like any other.
 */
final class Exemptions {
    private static final String ANY = "any";

    /** The rules by fingerprint of the removed version, by collection under either of its names. */
    private final Map<String, Map<Fingerprint, Set<String>>> rules = new HashMap<>();

    /** Reads the archive of restored items. An unreadable archive becomes a finding. */
    void add(Archive archive, RunRecord run, Commit.ItemsRemoved items, List<Finding> unreadable) {
        Optional<CollectionFile> file = CollectionFile.ofPath(items.path());
        if (file.isEmpty()) {
            return;
        }
        Map<Fingerprint, Set<String>> here = rules.computeIfAbsent(file.get().collection(), _ -> new HashMap<>());
        try {
            archive.read(
                    items.archived().name(),
                    (fingerprint, entry) -> here.computeIfAbsent(fingerprint, _ -> new HashSet<>())
                            .add(ruleOf(entry)));
        } catch (IOException e) {
            unreadable.add(Finding.of(
                    Finding.Kind.UNREADABLE,
                    "run " + run.run(),
                    "its archive " + items.archived().name() + " cannot be read: " + e.getMessage(),
                    "restored items from it are judged like any other"));
        }
    }

    /** Adds the entities of a graph that are restored. */
    void add(Commit.LinesEdited lines) {
        Optional<CollectionFile> file = CollectionFile.ofPath(lines.path());
        for (JsonObject edit : lines.edits()) {
            Optional<Fingerprint> removed = EntityUnion.absorbedBy(edit);
            if (file.isPresent() && removed.isPresent()) {
                rules.computeIfAbsent(file.get().collection(), _ -> new HashMap<>())
                        .computeIfAbsent(removed.get(), _ -> new HashSet<>())
                        .add(ruleOf(edit));
            }
        }
    }

    /** Returns the original rule of an item that was removed because it had been written back. */
    private static String ruleOf(JsonObject entry) {
        Optional<String> reason = entry.string("reason");
        return reason.equals(Optional.of(Reason.RETURNED.word()))
                ? ANY
                : rule(entry.string("strategy").orElse(""), reason.orElse(""));
    }

    private static String rule(String strategy, String reason) {
        return strategy + " " + reason;
    }

    boolean isExempt(CollectionFile file, Item item, Cause cause) {
        return !rules.isEmpty() && isExempt(file, item.fingerprint(), cause);
    }

    boolean isExempt(CollectionFile file, Fingerprint version, Cause cause) {
        Map<Fingerprint, Set<String>> here = rules.get(file.collection());
        Set<String> removedBy = here == null ? null : here.get(version);
        // An unchanged item was just as invalid then, so rules that do not depend on the time have been applied.
        return removedBy != null
                && (removedBy.contains(ANY)
                        || cause.strategy().equals(Strategy.PERFORMANCE_BASED.word())
                        || removedBy.contains(
                                rule(cause.strategy(), cause.reason().word())));
    }
}
