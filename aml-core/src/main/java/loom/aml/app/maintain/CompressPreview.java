package loom.aml.app.maintain;

import java.util.ArrayList;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.run.AutoMigrated;
import loom.aml.compress.CompressPlan;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;
import loom.aml.store.ScanResult;

/**
 * The result of a dry run of {@link CompressStore}.
 *
 * @param migration the migration that would precede it
 */
public record CompressPreview(
        String store,
        String operation,
        JsonObject policy,
        AutoMigrated migration,
        List<Sizes> collections,
        List<Finding> findings) {
    public CompressPreview {
        collections = List.copyOf(collections);
        findings = List.copyOf(findings);
    }

    /** The size of a collection now and compressed. */
    public record Sizes(String file, long bytes, long compressed) {
        /** Returns whether the collection would be compressed; one that does not shrink is left unchanged. */
        public boolean shrinks() {
            return compressed < bytes;
        }

        JsonObject toJson() {
            return JsonObject.builder()
                    .put("file", file)
                    .put("bytes", bytes)
                    .put("bytes_compressed", compressed)
                    .put("shrinks", shrinks())
                    .build();
        }
    }

    static CompressPreview of(
            OpenStore opened, CompressPlan plan, List<ScanResult<Long>> measured, AutoMigrated migration) {
        List<Finding> findings = new ArrayList<>(opened.store().recovered());
        migration.findings().stream()
                .filter(finding -> !plan.findings().contains(finding))
                .forEach(findings::add);
        findings.addAll(plan.findings());
        List<Sizes> collections = new ArrayList<>();
        for (ScanResult<Long> scanned : measured) {
            switch (scanned) {
                case ScanResult.LeftAlone<Long> leftAlone -> findings.add(leftAlone.finding());
                case ScanResult.Read<Long> read ->
                    collections.add(new Sizes(read.file().path(), read.state().bytes(), read.result()));
            }
        }
        return new CompressPreview(
                opened.location(), plan.operation(), plan.policy(), migration, collections, findings);
    }

    /** Returns the number of files that would be compressed. */
    public int files() {
        int files = 0;
        for (Sizes sizes : collections) {
            files += sizes.shrinks() ? 1 : 0;
        }
        return files;
    }

    /** Returns the bytes by which the store would shrink. */
    public long bytesFreed() {
        long saved = 0;
        for (Sizes sizes : collections) {
            saved += sizes.shrinks() ? sizes.bytes() - sizes.compressed() : 0;
        }
        return saved;
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("store", store)
                .put("dry_run", true)
                .put("operation", operation)
                .put("policy", policy)
                .putAll(migration.toJson())
                .put("files_changed", files())
                .put("bytes_freed", bytesFreed())
                .put("collections", collections.stream().map(Sizes::toJson).toList())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }
}
