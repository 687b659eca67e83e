package loom.aml.backup.create;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import loom.aml.backup.repository.FileEntry;
import loom.aml.backup.repository.Manifest;
import loom.aml.store.Finding;
import loom.aml.store.loom.StoreTree;

/** Agents whose folders were removed since the snapshot before. People do that, so it is said once and stops nothing. */
final class RemovedAgents {
    private RemovedAgents() {}

    /** One finding for each agent that the snapshot holds items of, and of which the store has no folder. */
    static List<Finding> findings(Manifest before, StoreTree now) {
        Map<String, Long> items = new TreeMap<>();
        for (FileEntry file : before.files()) {
            int slash = file.path().indexOf('/');
            if (slash > 0 && file.items().orElse(0) > 0) {
                items.merge(file.path().substring(0, slash), (long) file.items().orElse(0), Long::sum);
            }
        }
        Set<String> folders = new HashSet<>(now.directories());
        List<Finding> findings = new ArrayList<>();
        items.forEach((agent, count) -> {
            if (!folders.contains(agent)) {
                findings.add(Finding.of(
                        Finding.Kind.AGENT_GONE,
                        agent,
                        "the agent is gone, with its " + count + (count == 1 ? " item" : " items"),
                        "if it was not removed on purpose: 'aml backup restore " + before.id() + " --agents " + agent
                                + "'"));
            }
        });
        return findings;
    }
}
