package loom.aml.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import loom.aml.io.Disk;
import loom.aml.item.ItemKind;
import loom.aml.store.Workers;
import loom.aml.store.loom.NewStore;

/**
 * Writes a sample store, with files in parallel on all cores and in constant memory. Each file has its own seed, so the
 * result does not depend on the threads.
 */
public final class SampleStore {
    private final SamplePolicy policy;
    private final SampleFolder folder;
    private final RuntimeFiles runtimeFiles;

    private SampleStore(SamplePolicy policy, SampleFolder folder) {
        this.policy = policy;
        this.folder = folder;
        this.runtimeFiles = new RuntimeFiles(policy, folder);
    }

    /** The result of one collection. */
    private record Written(RuntimeFiles.Amount amount, Map<Label, Long> counts) {}

    /**
     * Creates the directory of a store and its parents if missing.
     *
     * @return the directory, with links resolved
     */
    public static Path makeDirectory(Disk disk, Path target) throws IOException {
        return NewStore.makeDirectory(disk, target);
    }

    /**
     * Writes a new store. On failure, deletes the files that were written.
     *
     * @param target the directory of the store; created with its parents if missing
     * @param labels receives the label of each item; its failure is a failure of the sample
     * @throws java.nio.file.FileAlreadyExistsException if the target exists and is not an empty directory
     */
    public static SampleReport write(Disk disk, Path target, SamplePolicy policy, LabelSink labels) throws IOException {
        return write(disk, target, policy, labels, Runtime.getRuntime().availableProcessors());
    }

    static SampleReport write(Disk disk, Path target, SamplePolicy policy, LabelSink labels, int threads)
            throws IOException {
        SampleFolder folder = SampleFolder.at(disk, target);
        try {
            return new SampleStore(policy, folder).write(labels, threads);
        } catch (IOException | RuntimeException | Error e) {
            folder.clear(e);
            throw e;
        }
    }

    private SampleReport write(LabelSink labels, int threads) throws IOException {
        runtimeFiles.config();
        runtimeFiles.global();
        for (int agent = 0; agent < policy.agents(); agent++) {
            folder.makeDirectory(Vocabulary.agent(agent));
            runtimeFiles.context(Vocabulary.agent(agent));
        }
        List<SampleFile> files = SampleFile.of(policy);
        List<Written> written = new Workers(threads).map(files, SampleFile::items, this::collection);
        int kinds = ItemKind.RUNTIME.size();
        for (int agent = 0; agent < policy.agents(); agent++) {
            List<RuntimeFiles.Amount> amounts = new ArrayList<>();
            for (Written collection : written.subList(agent * kinds, (agent + 1) * kinds)) {
                amounts.add(collection.amount);
            }
            runtimeFiles.metrics(agent, amounts);
        }
        if (!labels.equals(LabelSink.NONE)) {
            tell(files, labels);
        }
        return report(files, written);
    }

    private Written collection(SampleFile file) throws IOException {
        long[] counts = new long[Label.values().length];
        int[] active = new int[1];
        long length = folder.write(file.path(), policy.gzip(), json -> {
            ItemWriter writer = ItemWriter.of(file, policy, json);
            json.writeStartArray();
            Plantings plantings = new Plantings(file, policy);
            while (plantings.hasNext()) {
                Planting item = plantings.next();
                writer.write(item);
                counts[item.label().ordinal()]++;
            }
            json.writeEndArray();
            active[0] = writer.active();
        });
        Map<Label, Long> planted = new EnumMap<>(Label.class);
        for (Label label : Label.values()) {
            planted.put(label, counts[label.ordinal()]);
        }
        return new Written(new RuntimeFiles.Amount(file.items(), active[0], length), planted);
    }

    /** Generates all items again, without their text, which takes little time. */
    private void tell(List<SampleFile> files, LabelSink labels) throws IOException {
        for (SampleFile file : files) {
            String agent = file.agent();
            Plantings plantings = new Plantings(file, policy);
            while (plantings.hasNext()) {
                Planting item = plantings.next();
                labels.planted(agent, file.kind(), item.ordinal(), item.id(), item.label());
            }
        }
    }

    private SampleReport report(List<SampleFile> files, List<Written> written) {
        Map<Label, Map<ItemKind, Long>> planted = new EnumMap<>(Label.class);
        for (int i = 0; i < files.size(); i++) {
            ItemKind kind = files.get(i).kind();
            written.get(i).counts.forEach((label, count) -> {
                if (count > 0) {
                    planted.computeIfAbsent(label, _ -> new EnumMap<>(ItemKind.class))
                            .merge(kind, count, Long::sum);
                }
            });
        }
        return new SampleReport(policy.items(), folder.files(), folder.bytes(), planted);
    }
}
