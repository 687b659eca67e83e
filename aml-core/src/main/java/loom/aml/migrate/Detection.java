package loom.aml.migrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import loom.aml.json.JsonObject;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.StoreListing;

/**
 * The schema versions of the items of a store.
 *
 * @param declared the version in {@link SchemaFile}; empty if absent
 * @param store counts of all items
 * @param byAgent counts by agent
 * @param byFile counts by readable file
 * @param findings files that could not be read
 */
public record Detection(
        Optional<String> declared,
        VersionCounts store,
        SortedMap<String, VersionCounts> byAgent,
        SortedMap<CollectionFile, VersionCounts> byFile,
        List<Finding> findings) {

    public Detection {
        byAgent = Collections.unmodifiableSortedMap(new TreeMap<>(byAgent));
        byFile = Collections.unmodifiableSortedMap(new TreeMap<>(byFile));
        findings = List.copyOf(findings);
    }

    /** Reads every item. */
    public static Detection of(MemoryStore store) throws IOException {
        return of(store, Schema.KNOWN);
    }

    static Detection of(MemoryStore store, Schema schema) throws IOException {
        VersionCounts all = VersionCounts.NONE;
        SortedMap<String, VersionCounts> byAgent = new TreeMap<>();
        SortedMap<CollectionFile, VersionCounts> byFile = new TreeMap<>();
        StoreListing listing = store.list();
        List<Finding> findings = new ArrayList<>(listing.findings());
        for (ScanResult<VersionCounts> scanned : store.scan(listing, Selection.ALL, collection -> {
            MarkReader reader = new MarkReader(schema);
            collection.read(reader);
            return reader.counts();
        })) {
            if (scanned instanceof ScanResult.Read<VersionCounts> read) {
                all = all.plus(read.result());
                byAgent.merge(read.file().agent(), read.result(), VersionCounts::plus);
                byFile.put(read.file(), read.result());
            } else if (scanned instanceof ScanResult.LeftAlone<VersionCounts> leftAlone) {
                findings.add(leftAlone.finding());
            }
        }
        return new Detection(declared(store, findings), all, byAgent, byFile, findings);
    }

    private static Optional<String> declared(MemoryStore store, List<Finding> findings) {
        try {
            return SchemaFile.of(store).flatMap(SchemaFile::version);
        } catch (IOException e) {
            findings.add(unreadable(e));
            return Optional.empty();
        }
    }

    static Finding unreadable(IOException e) {
        return Finding.of(
                Finding.Kind.UNREADABLE,
                SchemaFile.PATH,
                "cannot be read: " + e.getMessage(),
                "left unchanged; the versions of the items were used instead. Fix the file or move it away");
    }

    /** Returns whether the file and the items disagree. */
    public boolean contradictsItself() {
        return declared.isPresent() && store.items() > 0 && !declared.get().equals(store.word());
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put("version", store.word())
                .put("declared", declared.orElse(null))
                .put("mixed", store.isMixed())
                .put("items", store.items())
                .put("versions", store.toJson())
                .put("agents", agentsToJson())
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build();
    }

    private List<JsonObject> agentsToJson() {
        List<JsonObject> agents = new ArrayList<>();
        byAgent.forEach((agent, versions) -> agents.add(JsonObject.builder()
                .put("agent", agent)
                .put("version", versions.word())
                .put("items", versions.items())
                .put("versions", versions.toJson())
                .build()));
        return agents;
    }
}
