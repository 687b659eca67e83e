package loom.aml.server.page;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.backup.CompareSnapshots;
import loom.aml.app.backup.CreateSnapshot;
import loom.aml.app.backup.DrillRestore;
import loom.aml.app.backup.ListSnapshots;
import loom.aml.app.backup.NoSuchAgentException;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.backup.RestorePreview;
import loom.aml.app.backup.RestoreStore;
import loom.aml.app.backup.ShowSnapshot;
import loom.aml.app.backup.SnapshotChoice;
import loom.aml.app.backup.VerifySnapshots;
import loom.aml.backup.SnapshotDiff;
import loom.aml.backup.restore.ItemVersions;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.server.page.view.Difference;
import loom.aml.server.page.view.FindingView;
import loom.aml.server.page.view.Section;
import loom.aml.server.page.view.SnapshotRow;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;
import loom.aml.store.CollectionFile;
import loom.aml.store.FileChange;
import org.jspecify.annotations.Nullable;

/** The snapshots of a store: a timeline, what differs, and the way back. */
final class BackupPages {
    private static final int DIFFERENCES = 500;
    private static final String BACKUPS = "/stores/*/backups";
    private static final RestoreSelection ALL = new RestoreSelection(Set.of(), false);

    private final OperationPages operations;

    BackupPages(OperationPages operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.get(BACKUPS, BackupPages::list),
                Route.post(BACKUPS + "/create", this::create),
                Route.post(BACKUPS + "/verify", call -> verify(call, Optional.empty())),
                Route.get(BACKUPS + "/*", BackupPages::show),
                Route.get(BACKUPS + "/*/diff", BackupPages::compare),
                Route.get(BACKUPS + "/*/restore", BackupPages::ask),
                Route.post(BACKUPS + "/*/restore", this::restore),
                Route.post(BACKUPS + "/*/verify", call -> verify(call, Optional.of(choice(call)))),
                Route.post(BACKUPS + "/*/drill", this::drill));
    }

    private static SnapshotChoice choice(PageCall call) {
        return SnapshotChoice.of(call.value(1));
    }

    private static Answer list(PageCall call) throws IOException, NoSuchStoreException {
        Instant now = call.store().memory().now();
        try (OpenBackups backups = call.store().opener().openBackups()) {
            ListSnapshots.Result listed = new ListSnapshots(backups).run();
            return Answer.Page.of("backups", "Backups", Section.BACKUPS)
                    .with("snapshots", SnapshotRow.of(listed, now))
                    .with("repository", listed.repository())
                    .with("findings", FindingView.of(listed.findings()));
        }
    }

    private static Answer show(PageCall call) throws IOException, NoSuchStoreException {
        Instant now = call.store().memory().now();
        try (OpenBackups backups = call.store().opener().openBackups()) {
            ShowSnapshot.Result shown = new ShowSnapshot(backups).run(new ShowSnapshot.Request(choice(call)));
            return Answer.Page.of("snapshot", "Snapshot", Section.BACKUPS)
                    .with("snapshot", SnapshotRow.of(shown.manifest(), true, now))
                    .with("files", shown.manifest().files());
        }
    }

    private static Answer compare(PageCall call) throws IOException, NoSuchStoreException {
        CompareSnapshots.Request request = new CompareSnapshots.Request(
                choice(call), SnapshotChoice.of(call.query("with").orElse("")));
        List<Difference> differences = new ArrayList<>();
        Instant now = call.store().memory().now();
        try (OpenBackups backups = call.store().opener().openBackups()) {
            SnapshotDiff.Sums sums = new CompareSnapshots(backups).run(request).visit(new SnapshotDiff.Visitor() {
                @Override
                public void item(CollectionFile file, ItemVersions.Change change, @Nullable String id) {
                    if (differences.size() < DIFFERENCES) {
                        differences.add(new Difference(
                                change.word(), file.agent(), file.kind().word(), String.valueOf(id), file.path()));
                    }
                }

                @Override
                public void file(String path, ItemVersions.Change change) {
                    if (differences.size() < DIFFERENCES) {
                        differences.add(new Difference(change.word(), "", "", "", path));
                    }
                }
            });
            ListSnapshots.Result listed = new ListSnapshots(backups).run();
            return Answer.Page.of("snapshots", "Compare snapshots", Section.BACKUPS)
                    .with("snapshots", SnapshotRow.of(listed, now))
                    .with("total", total(sums.items()) + total(sums.files()))
                    .with("findings", FindingView.of(listed.findings()))
                    .with("before", call.value(1))
                    .with("after", call.query("with").orElse(""))
                    .with("items", sums.items())
                    .with("files", sums.files())
                    .with("differences", differences);
        }
    }

    private static long total(FileChange.Difference difference) {
        return (long) difference.added() + difference.changed() + difference.removed();
    }

    private static RestoreStore.Request request(PageCall call) {
        return new RestoreStore.Request(choice(call), ALL, Set.of());
    }

    private static Answer ask(PageCall call) throws IOException, NoSuchStoreException, NoSuchAgentException {
        ServedStore store = call.store();
        Instant now = store.memory().now();
        try (OpenStore opened = store.opener().forReading();
                OpenBackups backups = OpenBackups.of(opened)) {
            List<Difference> differences = new ArrayList<>();
            RestorePreview preview = new RestoreStore(opened, backups, store.frontEnd())
                    .preview(request(call), (file, change, id) -> {
                        if (differences.size() < DIFFERENCES) {
                            differences.add(new Difference(
                                    change.word(), file.agent(), file.kind().word(), String.valueOf(id), file.path()));
                        }
                    });
            return Answer.Page.of("restore", "Restore", Section.BACKUPS)
                    .with("snapshot", SnapshotRow.of(preview.plan().manifest(), true, now))
                    .with("preview", preview)
                    .with("total", total(preview.plan().difference()))
                    .with("differences", differences);
        }
    }

    private Answer restore(PageCall call) throws Exception {
        ServedStore store = call.store();
        RestoreStore.Request request = request(call);
        return operations.start(store, "backup restore", opener -> {
            try (OpenStore opened = opener.forRestore();
                    OpenBackups backups = OpenBackups.of(opened)) {
                return new RestoreStore(opened, backups, store.frontEnd())
                        .run(request, true)
                        .toJson();
            }
        });
    }

    private Answer create(PageCall call) throws Exception {
        ServedStore store = call.store();
        String description = call.form().text("description").strip();
        return operations.start(store, "backup create", opener -> {
            try (OpenStore opened = opener.forReading()) {
                return new CreateSnapshot(opener, opened, store.frontEnd())
                        .run(new CreateSnapshot.Request(false, Set.of(), description))
                        .toJson();
            }
        });
    }

    private Answer verify(PageCall call, Optional<SnapshotChoice> choice) throws Exception {
        return operations.start(call.store(), "backup verify", opener -> {
            try (OpenBackups backups = opener.openBackups()) {
                return new VerifySnapshots(backups)
                        .run(new VerifySnapshots.Request(choice))
                        .toJson();
            }
        });
    }

    private Answer drill(PageCall call) throws Exception {
        SnapshotChoice choice = choice(call);
        return operations.start(call.store(), "backup drill", opener -> {
            try (OpenBackups backups = opener.openBackups()) {
                return new DrillRestore(backups)
                        .run(new DrillRestore.Request(choice))
                        .toJson();
            }
        });
    }
}
