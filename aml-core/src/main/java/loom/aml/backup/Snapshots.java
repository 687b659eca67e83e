package loom.aml.backup;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.io.DamagedException;
import loom.aml.store.Finding;
import loom.aml.store.log.TimedId;

/** Finds snapshots. Unreadable ones are skipped and reported in {@link #findings}. */
public final class Snapshots {
    private final Repository repository;
    private final List<Finding> findings = new ArrayList<>();

    public Snapshots(Repository repository) {
        this.repository = repository;
    }

    /** Returns all readable snapshots, the oldest first. */
    public List<Manifest> list() throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (SnapshotName name : repository.snapshots()) {
            read(name).ifPresent(manifests::add);
        }
        return manifests;
    }

    /**
     * Returns the newest snapshot that covers the given agents, or the whole store if none are given. Automatic snapshots are
     * skipped, so that a second restore does not bring back the state that the first one replaced. Without others, returns the newest one that was not taken before a restore or before the undo of one.
     */
    public Manifest latest(Set<String> agents) throws IOException {
        return newest(agents, _ -> true)
                .orElseThrow(() -> new NoSnapshotException(
                        "no snapshot" + covering(agents) + " yet; run 'aml backup create' to make one"));
    }

    /**
     * Returns the newest snapshot that was taken at or before a time and covers the given agents, or the whole store if none
     * are given.
     */
    public Manifest at(Instant time, Set<String> agents) throws IOException {
        Optional<Manifest> found = newest(
                agents,
                name -> TimedId.timeOf(name.id())
                        .filter(made -> !made.isAfter(time))
                        .isPresent());
        if (found.isPresent()) {
            return found.get();
        }
        Optional<Manifest> first =
                list().stream().filter(manifest -> manifest.covers(agents)).findFirst();
        throw new NoSnapshotException("no snapshot" + covering(agents) + " from " + time + " or before it; "
                + first.map(manifest -> "the first is " + manifest.id() + " of " + manifest.time())
                        .orElse("no snapshots exist; run 'aml backup create' to make one"));
    }

    /** Returns the snapshot whose id starts with a prefix. */
    public Manifest byId(String prefix) throws IOException {
        List<SnapshotName> found = repository.snapshots().stream()
                .filter(name -> name.id().startsWith(prefix))
                .toList();
        if (found.size() != 1) {
            throw new NoSnapshotException(
                    found.isEmpty()
                            ? "no snapshot '" + prefix + "'; see 'aml backup list'"
                            : found.size() + " snapshots begin with '" + prefix + "'; give more of the id");
        }
        return repository.read(found.getFirst());
    }

    private static String covering(Set<String> agents) {
        return agents.isEmpty() ? " of the whole store" : " that covers " + String.join(", ", agents);
    }

    private Optional<Manifest> newest(Set<String> agents, Predicate<SnapshotName> test) throws IOException {
        Optional<Manifest> automatic = Optional.empty();
        for (SnapshotName name : repository.snapshots().reversed()) {
            if (test.test(name)) {
                Optional<Manifest> manifest = read(name).filter(read -> read.covers(agents));
                if (manifest.isPresent() && !manifest.get().isAutomatic()) {
                    return manifest;
                }
                automatic = automatic.or(() -> manifest.filter(read -> !isOfRestore(read)));
            }
        }
        return automatic;
    }

    /** Returns whether a snapshot was taken before a restore or before the undo of one. */
    private static boolean isOfRestore(Manifest manifest) {
        return manifest.description().equals("before restore")
                || manifest.description().equals("before undo");
    }

    private Optional<Manifest> read(SnapshotName name) throws IOException {
        return read(repository, name, findings);
    }

    /** Returns a manifest; empty if rotation removed it, or with a finding if it is damaged. */
    static Optional<Manifest> read(Repository repository, SnapshotName name, List<Finding> findings)
            throws IOException {
        try {
            return Optional.of(repository.read(name));
        } catch (NoSuchFileException e) {
            // Removed by rotation after it was listed.
            return Optional.empty();
        } catch (DamagedException e) {
            findings.add(unreadable(name, e));
            return Optional.empty();
        }
    }

    static Finding unreadable(SnapshotName name, DamagedException damage) {
        return Finding.of(
                Finding.Kind.DAMAGED,
                "snapshot " + name.id(),
                damage.what(),
                "skipped and left unchanged; the other snapshots can be restored");
    }

    /** Returns a finding for each snapshot that could not be read. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }
}
