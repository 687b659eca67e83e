package loom.aml;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import loom.aml.io.LocalDisk;
import loom.aml.json.JsonObject;
import loom.aml.store.MemoryStore;
import loom.aml.store.ScanResult;
import loom.aml.store.Selection;
import loom.aml.store.log.Archive;
import loom.aml.store.log.ArchiveReader;
import loom.aml.store.log.Commit;
import loom.aml.store.log.FormerItem;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/** Reads the texts of the items of a store, both current and removed. */
public final class StoreItems {
    private StoreItems() {}

    /** The texts of all items of a store, and those of its damaged files. */
    public static Set<String> of(TestStore store) throws IOException {
        return new TreeSet<>(of(store, ""));
    }

    /** The texts of the items of one file, in their order; of all files if the path is empty. */
    public static List<String> of(TestStore store, String path) throws IOException {
        List<String> items = new ArrayList<>();
        try (MemoryStore open = store.on(new LocalDisk()).openReadOnly()) {
            for (ScanResult<List<String>> scanned : open.scan(open.list(), Selection.ALL, file -> {
                List<String> texts = new ArrayList<>();
                file.read(item -> texts.add(new String(item.copyBytes(), UTF_8)));
                return texts;
            })) {
                String file = scanned.file().path();
                if (path.isEmpty() || path.equals(file)) {
                    switch (scanned) {
                        case ScanResult.Read<List<String>> read -> items.addAll(read.result());
                        case ScanResult.LeftAlone<List<String>> _ -> items.add(TestStore.textOf(store.bytes(file)));
                    }
                }
            }
        }
        return items;
    }

    /** The texts of all that left in changes that are marked as made. */
    public static Set<String> archived(TestStore store) throws IOException {
        Set<String> items = new TreeSet<>();
        try (MemoryStore open = store.on(new LocalDisk()).openReadOnly()) {
            for (String run : LogFolder.of(open.place()).runs()) {
                Archive archive = new Archive(LogFolder.of(open.place()), run);
                RunRecord record = LogFolder.of(open.place()).read(run);
                for (Commit commit : record.commits()) {
                    String name = commit.archive().map(Commit.Archived::name).orElse("");
                    if (Archive.isOfTransformed(name)) {
                        items.addAll(former(archive, name));
                    } else if (Archive.isOfItems(name)) {
                        entries(archive, name)
                                .forEach(entry -> items.add(entry.string("item").orElseThrow()));
                    } else if (!name.isEmpty()) {
                        ByteArrayOutputStream file = new ByteArrayOutputStream();
                        archive.file(name).writeTo(file);
                        items.add(TestStore.textOf(file.toByteArray()));
                    }
                }
            }
        }
        return items;
    }

    /** The record of each item of an archive of removed items. */
    public static List<JsonObject> entries(Archive archive, String name) throws IOException {
        List<JsonObject> entries = new ArrayList<>();
        try (ArchiveReader<JsonObject> removed = archive.removed(name)) {
            for (JsonObject entry = removed.next(); entry != null; entry = removed.next()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** Returns the original texts of transformed items that the inverse transformation does not restore. */
    private static List<String> former(Archive archive, String name) throws IOException {
        List<String> items = new ArrayList<>();
        try (ArchiveReader<FormerItem> former = archive.transformed(name)) {
            for (FormerItem item = former.next(); item != null; item = former.next()) {
                item.original().ifPresent(bytes -> items.add(new String(bytes, UTF_8)));
            }
        }
        return items;
    }
}
