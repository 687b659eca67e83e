package loom.aml.backup.copy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import loom.aml.backup.NoSnapshotException;
import loom.aml.backup.repository.RepositoryHead;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.Lease;
import loom.aml.storage.LeaseTerms;
import loom.aml.store.Finding;
import loom.aml.store.Workers;

/**
 * Copies a repository to another target: snapshots with their segments, run records and archives. The copy has the same format. Nothing
 * is deleted from it, so it keeps snapshots that rotation removed from the repository. An interrupted copy is continued by the next one:
 * each object appears after those that it needs.
 */
public final class RepositoryCopy {
    private final BackupTarget from;
    private final BackupTarget to;
    private final Workers workers;

    /**
     * @param from the repository
     * @param to the target of the copy
     * @param workers copy objects of one kind at the same time
     */
    public RepositoryCopy(BackupTarget from, BackupTarget to, Workers workers) {
        this.from = from;
        this.to = to;
        this.workers = workers.waiting();
    }

    /**
     * Compares the listings of both. Changes nothing.
     *
     * @throws NoSnapshotException if the repository does not exist yet
     * @throws IOException if the target contains something else
     */
    public CopyPlan plan() throws IOException {
        return plan(head());
    }

    private RepositoryHead head() throws IOException {
        return RepositoryHead.read(from)
                .orElseThrow(() -> new NoSnapshotException(
                        from.location() + " contains nothing to copy; 'aml backup create' makes the first snapshot"));
    }

    private CopyPlan plan(RepositoryHead head) throws IOException {
        Map<String, Long> copied = new HashMap<>();
        for (BackupTarget.Stored stored : to.list("")) {
            copied.put(stored.name(), stored.bytes());
        }
        requireCopyOf(head, copied.keySet());
        List<CopiedObject> missing = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        Set<String> alike = new HashSet<>();
        for (CopiedObject object : objects()) {
            Long bytes = copied.get(object.name());
            boolean hasGrown =
                    bytes != null && object.kind() == CopiedObject.Kind.RECORD && bytes >= 0 && bytes < object.bytes();
            if (bytes == null || hasGrown) {
                missing.add(hasGrown ? object.grown() : object);
            } else if (bytes != object.bytes()) {
                if (object.kind() == CopiedObject.Kind.SNAPSHOT && PackedAlike.isSame(object.name(), from, to)) {
                    alike.add(object.name());
                } else {
                    findings.add(differs(object, bytes));
                }
            }
        }
        if (!alike.isEmpty()) {
            missing = new NeededObjects(from).of(missing, alike);
        }
        return new CopyPlan(copied.keySet(), missing, findings);
    }

    /** A target that contains anything else is refused: its files may belong to another program, or another store. */
    private void requireCopyOf(RepositoryHead head, Set<String> names) throws IOException {
        if (!names.contains(RepositoryHead.OBJECT)) {
            if (!names.isEmpty()) {
                throw new IOException(to.location() + " already contains " + Collections.min(names)
                        + " and is not a copy of backups; choose an empty folder or prefix");
            }
            return;
        }
        requireSame(
                head,
                RepositoryHead.read(to)
                        .orElseThrow(() -> new IOException(to.location() + " changes at this moment; try again")));
    }

    private void requireSame(RepositoryHead head, RepositoryHead other) throws IOException {
        if (!other.id().equals(head.id())) {
            throw new IOException(to.location() + " contains the backups of another store (repository " + other.id()
                    + ", not " + head.id() + "); choose another folder or prefix");
        }
        other.requireWritable(to);
    }

    private List<CopiedObject> objects() throws IOException {
        List<CopiedObject> objects = new ArrayList<>();
        for (String folder : List.of("generations/", "archives/", "runs/")) {
            for (BackupTarget.Stored stored : from.list(folder)) {
                CopiedObject.of(stored).ifPresent(objects::add);
            }
        }
        objects.sort(Comparator.comparing(CopiedObject::kind).thenComparing(CopiedObject::name));
        return objects;
    }

    private Finding differs(CopiedObject object, long bytes) {
        return Finding.of(
                Finding.Kind.DAMAGED,
                to.location() + "/" + object.name(),
                "has " + bytes + " bytes in the copy and " + object.bytes() + " in " + from.location(),
                "not replaced; 'aml backup verify --all' with and without --from shows which one is damaged");
    }

    /**
     * Copies what is missing. Takes the lease of the target, unless nothing is missing.
     *
     * @param wait the time to wait for another program that writes to the target
     * @throws loom.aml.storage.StoreLockedException if another program holds the lease for longer
     */
    public CopyReport run(Duration wait) throws IOException {
        RepositoryHead head = head();
        CopyPlan plan = plan(head);
        if (plan.isEmpty()) {
            return new CopyReport(List.of(), plan.findings());
        }
        // Not planned again under the lease: another program that copies at the same time writes the same bytes.
        try (Lease lease = to.lease(BackupTarget.WRITER, LeaseTerms.of("backup copy", wait))) {
            if (plan.isFirst()) {
                begin(head);
            }
            return new Copying(lease, plan).run();
        }
    }

    private void begin(RepositoryHead head) throws IOException {
        Optional<RepositoryHead> other = RepositoryHead.read(to);
        if (other.isPresent()) {
            requireSame(head, other.get());
        } else {
            head.write(to);
        }
    }

    /** One copy, under the lease. */
    private final class Copying {
        private final Lease lease;
        private final CopyPlan plan;
        private final ObjectCopier copier = new ObjectCopier(from, to);
        private final List<CopiedObject> done = new ArrayList<>();
        private final List<Finding> findings;

        /** The names of the sound objects in the copy. It changes only while no object is copied. */
        private final Set<String> present;

        Copying(Lease lease, CopyPlan plan) {
            this.lease = lease;
            this.plan = plan;
            this.findings = new ArrayList<>(plan.findings());
            this.present = new HashSet<>(plan.present());
            for (Finding finding : plan.findings()) {
                present.remove(finding.where().substring(to.location().length() + 1));
            }
        }

        CopyReport run() throws IOException {
            for (CopiedObject.Kind kind : CopiedObject.Kind.values()) {
                List<CopiedObject> objects = plan.of(kind);
                List<Optional<Finding>> results = workers.map(objects, CopiedObject::bytes, this::copied);
                for (int i = 0; i < objects.size(); i++) {
                    if (results.get(i).isPresent()) {
                        findings.add(results.get(i).get());
                    } else {
                        done.add(objects.get(i));
                        present.add(objects.get(i).name());
                    }
                }
            }
            return new CopyReport(done, findings);
        }

        /** Returns the reason why an object was not copied; empty if it was. */
        private Optional<Finding> copied(CopiedObject object) throws IOException {
            lease.requireHeld();
            try {
                copier.copy(object, present);
                return Optional.empty();
            } catch (NotCopiedException e) {
                return Optional.of(Finding.of(
                        Finding.Kind.DAMAGED,
                        object.name(),
                        String.valueOf(e.getMessage()),
                        "not copied; 'aml backup verify --all' shows what is damaged"));
            } catch (NoSuchFileException e) {
                return Optional.of(Finding.of(
                        Finding.Kind.CHANGED,
                        object.name(),
                        "was removed while it was copied",
                        "not copied; the next 'aml backup copy' compares both again"));
            }
        }
    }
}
