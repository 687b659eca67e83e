package loom.aml.app.purge;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.backup.CopyTargets;
import loom.aml.backup.repository.RepositoryHead;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.item.ItemKey;
import loom.aml.json.JsonObject;
import loom.aml.purge.ByteProof;
import loom.aml.purge.ContentPurge;
import loom.aml.purge.Place;
import loom.aml.purge.PurgePlan;
import loom.aml.purge.PurgePolicy;
import loom.aml.purge.PurgeReport;
import loom.aml.purge.StorePurge;
import loom.aml.purge.WantedText;
import loom.aml.run.CopyLog;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.Unlocking;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.StorePaths;
import loom.aml.store.StoreScope;
import loom.aml.store.file.StoreTree;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunLog;

/**
 * One purge. The copies come first, then the backups beside the store, then what is derived from the store, then the store itself: as long as
 * anything is left, what is needed to find the rest is left too, so that an interrupted purge can be repeated. The derived data is computed
 * again at the end.
 */
final class Purging implements AutoCloseable {
    /** The operation under which purges are recorded. */
    static final String OPERATION = "purge";

    private final OpenStore opened;
    private final MemoryStore store;
    private final PurgePolicy policy;
    private final WantedText wanted;
    private final StorePurge files;
    private final DerivedData derived;
    private final List<PurgedTarget> targets = new ArrayList<>();
    private final List<Finding> unreachable = new ArrayList<>();

    /** @param ids the ids that no other item has */
    Purging(OpenStore opened, Unlocking.Passphrase prompt, PurgePolicy policy, Set<String> ids, List<String> places) {
        this.opened = opened;
        this.store = opened.store();
        this.policy = policy;
        this.wanted = new WantedText(policy, ids);
        ContentPurge content = new ContentPurge(wanted, store);
        this.files = new StorePurge(store, content, wanted);
        this.derived = new DerivedData(store);
        StorePaths place = store.place();
        CopyTargets copies = new CopyTargets(place, opened.configuration(), prompt);
        Set<String> all = new LinkedHashSet<>(copies.configured());
        all.addAll(places);
        for (String copy : all) {
            try {
                BackupTarget target = copies.existing(copy);
                requireCopy(target, places.contains(copy) || wasMade(copy));
                Optional<Path> folder = CopyTargets.isAddress(copy) ? Optional.empty() : Optional.of(Path.of(copy));
                add(target, folder, content);
            } catch (IOException e) {
                unreachable.add(PurgePlan.finding(copy, "cannot be used (" + e.getMessage() + ")"));
            }
        }
        LocalTarget beside = LocalTarget.beside(place.disk(), place.beside());
        add(beside, Optional.of(place.backups()), content);
    }

    /** A place where a copy should be and is not is a disk that is not mounted, or a copy that was moved. */
    private static void requireCopy(BackupTarget target, boolean isExpected) throws IOException {
        if (isExpected && RepositoryHead.read(target).isEmpty()) {
            throw new IOException("it is empty");
        }
    }

    private boolean wasMade(String copy) {
        return new CopyLog(store.place()).of(copy).complete().isPresent();
    }

    private void add(BackupTarget target, Optional<Path> folder, ContentPurge content) {
        targets.add(new PurgedTarget(
                target, folder, content, wanted, store.options().workers(), opened.now()));
    }

    /** Returns the items that are removed with all their versions. */
    Set<ItemKey> items() {
        return policy.items();
    }

    /** Returns everything that holds it, and changes nothing. */
    PurgeReport preview() throws IOException {
        return new PurgeReport(
                true, "", plan(), 0, PurgeReport.Proof.NONE, wanted.shared(), wanted.tooShort(), derived.hasIndex());
    }

    private PurgePlan plan() throws IOException {
        PurgePlan plan = found();
        if (wanted.isOfItems()) {
            // The first look found the versions of the items, whose texts may be in places that it had passed.
            plan = found();
        }
        return plan;
    }

    private PurgePlan found() throws IOException {
        PurgePlan plan = new PurgePlan(List.of(), unreachable);
        PurgePlan ofStore = files.plan();
        for (PurgedTarget target : targets) {
            plan = plan.plus(target.plan());
        }
        return plan.plus(ofStore);
    }

    /** Purges what the plan found, and searches again. */
    PurgeReport run(PurgePlan plan) throws IOException {
        Instant started = opened.now();
        long began = System.nanoTime();
        JsonObject about = JsonObject.builder()
                .put("policy", JsonObject.builder().put("by", user()).build())
                .build();
        try (RunLog log = LogFolder.of(store.place()).begin(OPERATION, about, started, opened.random())) {
            List<Finding> failures = new ArrayList<>(unreachable);
            for (PurgedTarget target : targets) {
                failures.addAll(target.run(store.options().lockWait()));
            }
            boolean isIndexed = derived.hasIndex();
            derived.drop();
            Execution execution = new Execution(store, opened.random());
            failures.addAll(
                    files.run(change -> execution.write(List.of(change))).unsure());
            derived.renew(isIndexed);
            PurgeReport.Proof proof = proof(failures);
            PurgeReport report = new PurgeReport(
                    false, log.run(), plan, plan.places().size(), proof, wanted.shared(), wanted.tooShort(), isIndexed);
            log.event(ended(report, Duration.ofNanos(System.nanoTime() - began)));
            return report;
        }
    }

    private String user() {
        return wanted.masked(System.getProperty("user.name", ""));
    }

    /** Searches everything again: decoded by the means of the purge, and its bytes. */
    private PurgeReport.Proof proof(List<Finding> failures) throws IOException {
        Set<String> holders = new LinkedHashSet<>();
        PurgePlan left = found();
        Set<Finding> unsure = new LinkedHashSet<>(failures);
        for (Place place : left.places()) {
            String where = place.location() + "/" + place.name();
            if (place.kind() == Place.Kind.SEGMENT) {
                unsure.add(PurgePlan.finding(where, "has bytes that no readable snapshot needs"));
            } else {
                holders.add(where);
            }
        }
        ByteProof bytes = new ByteProof(wanted);
        StorePaths paths = store.place();
        Disk disk = paths.disk();
        StoreScope scope = paths.scope();
        bytes.folder(disk, paths.root(), path -> scope.hasFile(path) || StoreTree.isOwn(path));
        bytes.folder(disk, paths.backups(), _ -> true);
        // Archives of the runtime are beside the folder of aml.
        Path around = FileName.beside(paths.beside(), FileName.last(paths.beside()) + "-backup");
        bytes.folder(disk, around, path -> !path.startsWith("aml/"));
        bytes.folder(disk, DerivedData.folder(paths), _ -> true);
        for (PurgedTarget target : targets) {
            if (target.folder().isEmpty() || !target.folder().get().equals(paths.backups())) {
                object(target, bytes, disk);
            }
        }
        holders.addAll(bytes.holders());
        unsure.addAll(left.unsure());
        unsure.addAll(bytes.unsure());
        return new PurgeReport.Proof(bytes.files(), bytes.bytes(), List.copyOf(holders), List.copyOf(unsure));
    }

    /** Searches a copy as aml reads it, and a folder also as it is: it may have leftovers that are not objects. */
    private static void object(PurgedTarget target, ByteProof bytes, Disk disk) throws IOException {
        try {
            bytes.target(target.target(), "");
        } catch (IOException e) {
            // The plan has said so.
        }
        if (target.folder().isPresent()) {
            bytes.folder(disk, target.folder().get(), _ -> true);
        }
    }

    private static JsonObject ended(PurgeReport report, Duration duration) {
        Report.Outcome outcome = report.isComplete() ? Report.Outcome.DONE : Report.Outcome.PARTIAL;
        return JsonObject.builder()
                .put("event", "finished")
                .put("outcome", outcome.word())
                .put("duration_ms", duration.toMillis())
                .put("places", report.plan().places().size())
                .put("occurrences", report.plan().occurrences())
                .put("searched_files", report.proof().files())
                .put("searched_bytes", report.proof().bytes())
                .put("still_held_by", report.proof().holders().size())
                .put("unsure", report.proof().unsure().size())
                .build();
    }

    @Override
    public void close() throws IOException {
        for (PurgedTarget target : targets) {
            target.close();
        }
    }
}
