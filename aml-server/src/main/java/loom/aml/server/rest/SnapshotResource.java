package loom.aml.server.rest;

import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.app.backup.CompareSnapshots;
import loom.aml.app.backup.CreateSnapshot;
import loom.aml.app.backup.DrillRestore;
import loom.aml.app.backup.ListSnapshots;
import loom.aml.app.backup.OpenBackups;
import loom.aml.app.backup.RestoreStore;
import loom.aml.app.backup.ShowSnapshot;
import loom.aml.app.backup.SnapshotChoice;
import loom.aml.app.backup.VerifySnapshots;
import loom.aml.backup.restore.RestoreSelection;
import loom.aml.json.JsonObject;
import loom.aml.json.JsonWriter;
import loom.aml.server.service.StoreOperations;
import loom.aml.server.stores.ServedStore;

/** The snapshots of a store. They can be read and restored even if the store is lost. */
final class SnapshotResource {
    private static final String SNAPSHOTS = "/stores/{store}/snapshots";
    private static final String SNAPSHOT = SNAPSHOTS + "/{snapshot}";

    private final StoreOperations operations;

    SnapshotResource(StoreOperations operations) {
        this.operations = operations;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", SNAPSHOTS, "listSnapshots", "List the snapshots")
                        .answers(200, "backup-list", "The snapshots.")
                        .by(this::list),
                Route.of("POST", SNAPSHOTS, "createSnapshot", "Create a snapshot")
                        .mayHave(Schemas.SNAPSHOT)
                        .startsOperation()
                        .by(this::create),
                Route.of("POST", SNAPSHOTS + "/verify", "verifySnapshots", "Read all snapshots back")
                        .startsOperation()
                        .by(call -> verify(call, Optional.empty())),
                Route.of("GET", SNAPSHOT, "getSnapshot", "Show the contents of a snapshot")
                        .answers(200, "backup-show", "The snapshot.")
                        .by(this::get),
                Route.of("GET", SNAPSHOT + "/diff", "compareSnapshots", "Compare a snapshot with a later one")
                        .takes(Parameter.text("with", "The later snapshot; the newest if absent."))
                        .answers(200, "backup-diff", "The differences, item by item.")
                        .by(this::compare),
                Route.of("GET", SNAPSHOT + "/restore", "previewRestore", "Show the effect of a restore")
                        .takes(Parameter.texts("agent", "Restore only this agent."))
                        .takes(Parameter.texts("item", "Restore only the item with this id."))
                        .takes(Parameter.flag("monitoring", "Also restore the metrics and alerts."))
                        .answers(200, "backup-restore", "The result of a dry run.")
                        .by(this::preview),
                Route.of("POST", SNAPSHOT + "/restore", "restoreSnapshot", "Restore a snapshot, or a part")
                        .mayHave(Schemas.RESTORE)
                        .startsOperation()
                        .by(this::restore),
                Route.of("POST", SNAPSHOT + "/verify", "verifySnapshot", "Read a snapshot back")
                        .startsOperation()
                        .by(call -> verify(call, Optional.of(choice(call)))),
                Route.of("POST", SNAPSHOT + "/drill", "drillRestore", "Rehearse a restore in a scratch folder")
                        .startsOperation()
                        .by(this::drill));
    }

    private static SnapshotChoice choice(RestCall call) {
        return SnapshotChoice.of(call.path("snapshot"));
    }

    private void list(RestCall call) throws Exception {
        try (OpenBackups backups = call.store().opener().openBackups()) {
            call.answer(200, "backup list", new ListSnapshots(backups).run().toJson());
        }
    }

    private void get(RestCall call) throws Exception {
        try (OpenBackups backups = call.store().opener().openBackups()) {
            ShowSnapshot.Request request = new ShowSnapshot.Request(choice(call));
            call.answer(
                    200, "backup show", new ShowSnapshot(backups).run(request).toJson());
        }
    }

    private void compare(RestCall call) throws Exception {
        CompareSnapshots.Request request = new CompareSnapshots.Request(
                choice(call), SnapshotChoice.of(call.text("with").orElse("")));
        try (OpenBackups backups = call.store().opener().openBackups()) {
            CompareSnapshots.Result compared = new CompareSnapshots(backups).run(request);
            try (OutputStream out = call.http().stream(200, "application/json");
                    JsonWriter json = new JsonWriter(out, false)) {
                json.beginObject()
                        .fields(StoreOperations.document(
                                "backup diff", JsonObject.builder().build()));
                compared.write(json);
                json.endObject();
            }
        }
    }

    private void preview(RestCall call) throws Exception {
        ServedStore store = call.store();
        RestoreSelection selection = new RestoreSelection(Set.copyOf(call.texts("agent")), call.flag("monitoring"));
        RestoreStore.Request request =
                new RestoreStore.Request(choice(call), selection, Set.copyOf(call.texts("item")));
        try (OpenStore opened = store.opener().forReading();
                OpenBackups backups = OpenBackups.of(opened)) {
            RestoreStore restore = new RestoreStore(opened, backups, store.frontEnd());
            call.answer(
                    200,
                    "backup restore",
                    restore.preview(request, (_, _, _) -> {}).toJson());
        }
    }

    private void create(RestCall call) throws Exception {
        ServedStore store = call.store();
        JsonObject body = call.options();
        CreateSnapshot.Request request = new CreateSnapshot.Request(
                body.isTrue("full"),
                Set.copyOf(body.strings("agents")),
                body.string("description").orElse(""));
        call.accepted(operations.start(store, "backup create", opener -> {
            try (OpenStore opened = opener.forReading()) {
                return new CreateSnapshot(opener, opened, store.frontEnd())
                        .run(request)
                        .toJson();
            }
        }));
    }

    private void restore(RestCall call) throws Exception {
        ServedStore store = call.store();
        JsonObject body = call.options();
        RestoreSelection selection =
                new RestoreSelection(Set.copyOf(body.strings("agents")), body.isTrue("monitoring"));
        RestoreStore.Request request =
                new RestoreStore.Request(choice(call), selection, Set.copyOf(body.strings("items")));
        call.accepted(operations.start(store, "backup restore", opener -> {
            try (OpenStore opened = opener.forRestore();
                    OpenBackups backups = OpenBackups.of(opened)) {
                return new RestoreStore(opened, backups, store.frontEnd())
                        .run(request, body.isTrue("confirmed"))
                        .toJson();
            }
        }));
    }

    private void verify(RestCall call, Optional<SnapshotChoice> choice) throws Exception {
        call.accepted(operations.start(call.store(), "backup verify", opener -> {
            try (OpenBackups backups = opener.openBackups()) {
                return new VerifySnapshots(backups)
                        .run(new VerifySnapshots.Request(choice))
                        .toJson();
            }
        }));
    }

    private void drill(RestCall call) throws Exception {
        SnapshotChoice choice = choice(call);
        call.accepted(operations.start(call.store(), "backup drill", opener -> {
            try (OpenBackups backups = opener.openBackups()) {
                return new DrillRestore(backups)
                        .run(new DrillRestore.Request(choice))
                        .toJson();
            }
        }));
    }
}
