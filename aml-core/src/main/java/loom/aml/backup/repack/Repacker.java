package loom.aml.backup.repack;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import loom.aml.backup.Snapshots;
import loom.aml.backup.repository.GenerationLayout;
import loom.aml.backup.repository.LayoutSurvey;
import loom.aml.backup.repository.Manifest;
import loom.aml.backup.repository.Repository;
import loom.aml.backup.repository.SnapshotName;
import loom.aml.io.DamagedException;
import loom.aml.store.Finding;
import loom.aml.store.Workers;

/**
 * Repacks generations where it pays. Each is repacked by itself, because generations protect each other from damage. Not safe for use by
 * several threads.
 */
public final class Repacker {
    private final Repository repository;
    private final Workers workers;

    public Repacker(Repository repository, Workers workers) {
        this.repository = repository;
        this.workers = workers;
    }

    /** Measures all generations. Changes nothing and needs no lease. */
    public RepackPlan plan(RepackPolicy policy) throws IOException {
        Map<String, List<Manifest>> generations = new TreeMap<>();
        Snapshots snapshots = new Snapshots(repository);
        for (Manifest manifest : snapshots.list()) {
            generations
                    .computeIfAbsent(manifest.name().generation(), _ -> new ArrayList<>())
                    .add(manifest);
        }
        List<Finding> findings = new ArrayList<>(snapshots.findings());
        List<RepackPlan.Measured> measured = new ArrayList<>();
        for (List<Manifest> manifests : generations.values()) {
            measure(manifests, findings)
                    .ifPresent(layout -> measured.add(new RepackPlan.Measured(layout, policy.reason(layout))));
        }
        return new RepackPlan(measured, findings);
    }

    private Optional<GenerationLayout> measure(List<Manifest> manifests, List<Finding> findings) throws IOException {
        try {
            return Optional.of(LayoutSurvey.of(repository, manifests));
        } catch (DamagedException e) {
            findings.add(Finding.of(
                    Finding.Kind.DAMAGED,
                    "generation " + manifests.getLast().name().generation(),
                    e.what(),
                    "left unchanged; 'aml backup verify --all' shows what is damaged"));
            return Optional.empty();
        }
    }

    /**
     * Executes a plan. Requires the write lease, see {@link Repository#lock}.
     *
     * @throws IOException if it fails; every snapshot can be restored as before
     */
    public RepackReport execute(RepackPlan plan) throws IOException {
        List<Finding> findings = new ArrayList<>(plan.findings());
        List<GenerationLayout> after = new ArrayList<>();
        int snapshots = 0;
        for (GenerationLayout layout : plan.chosen()) {
            SnapshotRewrite.Result result =
                    new SnapshotRewrite(repository, workers, ContentChange.NONE).rewrite(layout.generation());
            for (Finding finding : result.findings()) {
                if (findings.stream().noneMatch(known -> known.where().equals(finding.where()))) {
                    findings.add(finding);
                }
            }
            snapshots += result.snapshots().size();
            List<Manifest> manifests = manifests(layout.generation());
            if (!manifests.isEmpty()) {
                measure(manifests, new ArrayList<>()).ifPresent(after::add);
            }
        }
        return new RepackReport(plan, after, snapshots, findings);
    }

    private List<Manifest> manifests(String generation) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (SnapshotName name : repository.snapshots()) {
            if (name.generation().equals(generation)) {
                try {
                    manifests.add(repository.read(name));
                } catch (DamagedException | NoSuchFileException e) {
                    // The rewrite has reported it.
                }
            }
        }
        return manifests;
    }
}
