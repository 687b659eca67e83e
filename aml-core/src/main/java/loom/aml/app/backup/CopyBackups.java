package loom.aml.app.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.backup.copy.CopiedObject;
import loom.aml.backup.copy.CopyPlan;
import loom.aml.backup.copy.CopyReport;
import loom.aml.backup.copy.RepositoryCopy;
import loom.aml.json.JsonObject;
import loom.aml.run.CopyLog;
import loom.aml.storage.BackupTarget;
import loom.aml.storage.CopyTarget;
import loom.aml.storage.EncryptedTarget;
import loom.aml.storage.LocalTarget;
import loom.aml.storage.Unlocking;
import loom.aml.store.Finding;
import loom.aml.store.StorePaths;

/** Copies the backups of a store, or a copy of them, to other places. */
public final class CopyBackups {
    private final OpenBackups backups;
    private final CopyTargets targets;

    /** @param prompt asks for the passphrase of an encrypted copy */
    public CopyBackups(OpenBackups backups, Unlocking.Passphrase prompt) {
        this.backups = backups;
        this.targets = backups.copies(prompt);
    }

    /**
     * The request.
     *
     * @param from the place of a copy to read; empty to copy the backups beside the store
     * @param places folders and addresses of object stores; if empty, those in the configuration
     * @param isPlain whether new copies are not encrypted in any case
     */
    public record Request(Optional<String> from, List<String> places, boolean isPlain) {
        public Request {
            places = List.copyOf(places);
        }
    }

    /**
     * The copy in one place.
     *
     * @param objects the numbers and bytes of the objects that were copied, or would be
     * @param snapshots the number of snapshots among them
     * @param readers the number of keys and passphrases that open the copy; 0 if it is not encrypted, or does not exist yet
     * @param failure the reason why the copy stopped; the objects that were copied before stay
     */
    public record Copy(
            String place,
            JsonObject objects,
            long snapshots,
            long bytes,
            List<Finding> findings,
            int readers,
            Optional<String> failure) {
        public Copy {
            findings = List.copyOf(findings);
        }

        private static Copy failed(String place, IOException failure) {
            return new Copy(
                    place,
                    JsonObject.builder().build(),
                    0,
                    0,
                    List.of(),
                    0,
                    Optional.of(String.valueOf(failure.getMessage())));
        }

        /** Returns whether the copy has everything. */
        public boolean isComplete() {
            return failure.isEmpty() && findings.stream().noneMatch(Finding::isProblem);
        }

        private JsonObject toJson() {
            JsonObject.Builder json = JsonObject.builder().put("place", place);
            if (failure.isEmpty()) {
                json.put("encrypted", readers > 0);
            }
            if (readers > 0) {
                json.put("readers", readers);
            }
            return json.putAll(objects)
                    .put("findings", findings.stream().map(Finding::toJson).toList())
                    .put("failure", failure.orElse(null))
                    .build();
        }
    }

    /**
     * The copies.
     *
     * @param store the location of the store
     * @param from the place of the copy that was read; empty if it was the backups beside the store
     * @param isDry whether nothing was copied
     */
    public record Result(String store, Optional<String> from, boolean isDry, List<Copy> copies) {
        public Result {
            copies = List.copyOf(copies);
        }

        /** Returns whether each copy has everything. */
        public boolean isComplete() {
            return copies.stream().allMatch(Copy::isComplete);
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", store)
                    .put("from", from.orElse(null))
                    .put("dry_run", isDry)
                    .put("copies", copiesToJson())
                    .build();
        }

        /** Returns the copies alone, for the document of a job. */
        public List<JsonObject> copiesToJson() {
            return copies.stream().map(Copy::toJson).toList();
        }
    }

    private interface Work {
        Copy on(String place, CopyTarget target, RepositoryCopy copy) throws IOException;
    }

    /**
     * Compares the backups with the copies, and changes nothing.
     *
     * @throws IOException if there is one place, and it cannot be used
     */
    public Result preview(Request request) throws IOException {
        return each(request.from(), placesOf(request), true, startOf(request), (place, target, copy) -> {
            CopyPlan plan = copy.plan();
            return new Copy(
                    place,
                    plan.toJson(),
                    plan.of(CopiedObject.Kind.SNAPSHOT).size(),
                    plan.bytes(),
                    plan.findings(),
                    readers(target),
                    Optional.empty());
        });
    }

    /**
     * Copies what is missing in each place. A failure in one place does not stop the others.
     *
     * @throws IOException if there is one place, and the copy failed
     */
    public Result run(Request request) throws IOException {
        return each(request.from(), placesOf(request), false, startOf(request), this::copied);
    }

    /** Copies what is missing in each place in the configuration, after a job. Failures are in the result. */
    public Result afterJob() {
        List<Copy> copies = new ArrayList<>();
        for (String place : targets.configured()) {
            try {
                copies.addAll(each(Optional.empty(), List.of(place), false, CopyKeys.NewCopies.USUAL, this::copied)
                        .copies());
            } catch (IOException e) {
                copies.add(Copy.failed(place, e));
            }
        }
        return new Result(backups.location(), Optional.empty(), false, copies);
    }

    private Copy copied(String place, CopyTarget target, RepositoryCopy copy) throws IOException {
        CopyReport report = copy.run(backups.backup().store().options().lockWait());
        return new Copy(
                place,
                report.toJson(),
                report.snapshots(),
                report.bytes(),
                report.findings(),
                readers(target),
                Optional.empty());
    }

    private static int readers(CopyTarget target) throws IOException {
        Optional<EncryptedTarget> encrypted = target.encrypted();
        return encrypted.isEmpty()
                ? 0
                : encrypted.get().keys().getFirst().readers().size();
    }

    private List<String> placesOf(Request request) {
        return request.places().isEmpty() ? targets.configured() : request.places();
    }

    private static CopyKeys.NewCopies startOf(Request request) {
        return request.isPlain() ? CopyKeys.NewCopies.PLAIN : CopyKeys.NewCopies.USUAL;
    }

    private Result each(Optional<String> from, List<String> places, boolean isDry, CopyKeys.NewCopies start, Work work)
            throws IOException {
        StorePaths store = backups.backup().store();
        CopyLog log = new CopyLog(store);
        // A copy of a copy has what that one has, which may be less than the store has.
        boolean isLogged = !isDry && from.isEmpty();
        BackupTarget source = from.isPresent()
                ? targets.open(from.get(), CopyKeys.NewCopies.NONE)
                : LocalTarget.beside(store.disk(), store.beside());
        List<Copy> copies = new ArrayList<>();
        for (String place : places) {
            try {
                if (from.filter(place::equals).isPresent()) {
                    throw new IOException(place + " is the copy that is read; name another place to copy it to");
                }
                CopyTarget target = targets.open(place, start);
                Copy copy = work.on(
                        place,
                        target,
                        new RepositoryCopy(source, target, store.options().workers()));
                copies.add(copy);
                if (isLogged) {
                    log.add(
                            place,
                            backups.now(),
                            copy.isComplete()
                                    ? Optional.empty()
                                    : Optional.of("some objects were not copied; 'aml backup copy' names them"));
                }
            } catch (IOException e) {
                if (isLogged) {
                    log.add(place, backups.now(), Optional.of(String.valueOf(e.getMessage())));
                }
                if (places.size() == 1) {
                    throw e;
                }
                copies.add(Copy.failed(place, e));
            }
        }
        return new Result(backups.location(), from, isDry, copies);
    }
}
