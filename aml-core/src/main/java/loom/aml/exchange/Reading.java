package loom.aml.exchange;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import loom.aml.store.Finding;

/**
 * The content of a source.
 *
 * @param format the format of the source
 * @param place the source, for people
 * @param tombstones removals that the source knows of
 * @param history the files of the history in a bundle
 * @param losses data of the source that no item holds
 * @param findings the parts that could not be read
 */
public record Reading(
        ExchangeFormat format,
        String place,
        List<ExchangedItem> items,
        List<Tombstone> tombstones,
        List<HistoryFile> history,
        List<Loss> losses,
        List<Finding> findings) {
    public Reading {
        items = List.copyOf(items);
        tombstones = List.copyOf(tombstones);
        history = List.copyOf(history);
        losses = List.copyOf(losses);
        findings = List.copyOf(findings);
    }

    /** Returns a reading without tombstones, history and losses. */
    static Reading of(ExchangeFormat format, String place, List<ExchangedItem> items, List<Finding> findings) {
        return new Reading(format, place, items, List.of(), List.of(), List.of(), findings);
    }

    /** Returns the agents that have items. */
    public SortedSet<String> agents() {
        SortedSet<String> agents = new TreeSet<>();
        items.forEach(item -> agents.add(item.agent()));
        return agents;
    }

    /** Returns the same with the items of some agents only. */
    public Reading ofAgents(Set<String> agents) {
        return agents.isEmpty()
                ? this
                : new Reading(
                        format,
                        place,
                        items.stream()
                                .filter(item -> agents.contains(item.agent()))
                                .toList(),
                        tombstones.stream()
                                .filter(each -> agents.contains(each.home().split("/", 2)[0]))
                                .toList(),
                        history,
                        losses,
                        findings);
    }
}
