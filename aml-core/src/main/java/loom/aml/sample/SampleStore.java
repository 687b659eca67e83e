package loom.aml.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import loom.aml.io.Access;
import loom.aml.io.Disk;
import loom.aml.io.FileOutput;
import loom.aml.io.GzipOutput;
import loom.aml.item.ItemKind;

/**
 * Writes a sample store, file by file on all cores, in memory that does not grow with it. Every file is drawn from a seed of
 * its own, so the result does not depend on which thread writes what.
 */
public final class SampleStore {
    private static final Map<ItemKind, Integer> PERCENT =
            new EnumMap<>(Map.of(ItemKind.PATTERN, 60, ItemKind.SOLUTION, 25, ItemKind.DECISION, 15));

    private final Disk disk;
    private final Path root;
    private final SamplePolicy policy;
    private final LabelSink labels;
    private final Access access;

    private SampleStore(Disk disk, Path root, SamplePolicy policy, LabelSink labels, Access access) {
        this.disk = disk;
        this.root = root;
        this.policy = policy;
        this.labels = labels;
        this.access = access;
    }

    /** What is to be written into one file. */
    private record Part(String agent, int agentIndex, ItemKind kind, long items) {}

    /**
     * Writes a store into an empty directory that stands already.
     *
     * @throws FileAlreadyExistsException if something is in it
     */
    public static SampleReport write(Disk disk, Path directory, SamplePolicy policy, LabelSink labels)
            throws IOException {
        if (!disk.list(directory).isEmpty()) {
            throw new FileAlreadyExistsException(
                    directory.toString(), null, "a sample is written into an empty directory");
        }
        Access access = disk.access(directory);
        return new SampleStore(disk, directory, policy, labels, access).write();
    }

    private SampleReport write() throws IOException {
        List<Part> parts = parts();
        for (int agent = 0; agent < policy.agents(); agent++) {
            disk.createDirectory(root.resolve(Vocabulary.agent(agent)), access);
            context(Vocabulary.agent(agent));
        }
        disk.createDirectory(root.resolve("global"), access);
        plain(root.resolve("global").resolve("project-meta.json"), "{\n  \"project\": \"sample\"\n}");
        plain(root.resolve("config.json"), "{\n  \"version\": \"1.0.0\",\n  \"enabled\": true\n}");
        SampleReport sum = new SampleReport(0, policy.agents() + 2, 0, Map.of());
        for (SampleReport report : onAllCores(parts)) {
            sum = sum.plus(report);
        }
        disk.syncDirectory(root);
        return sum;
    }

    private List<SampleReport> onAllCores(List<Part> parts) throws IOException {
        List<SampleReport> reports = new ArrayList<>();
        try (ExecutorService pool =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<SampleReport>> futures = new ArrayList<>();
            parts.forEach(part -> futures.add(pool.submit(() -> collection(part))));
            for (Future<SampleReport> future : futures) {
                reports.add(future.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while a sample was being written");
        }
        return reports;
    }

    /** Agents of unequal size: the first has about three times what the last has. Rounding errors go to the first file. */
    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        long weights = 0;
        for (int agent = 0; agent < policy.agents(); agent++) {
            weights += weight(agent);
        }
        long rest = policy.items();
        for (int agent = 0; agent < policy.agents(); agent++) {
            for (ItemKind kind : ItemKind.values()) {
                long items = policy.items() * weight(agent) * PERCENT.getOrDefault(kind, 0) / (weights * 100);
                rest -= items;
                parts.add(new Part(Vocabulary.agent(agent), agent, kind, items));
            }
        }
        Part first = parts.getFirst();
        parts.set(0, new Part(first.agent, first.agentIndex, first.kind, first.items + rest));
        return parts;
    }

    private long weight(int agent) {
        return 3L * policy.agents() - 2L * agent;
    }

    private SampleReport collection(Part part) throws IOException {
        Path file = root.resolve(part.agent).resolve(part.kind.fileName());
        Map<Label, Long> counts = new EnumMap<>(Label.class);
        long[] bytes = {0};
        try (FileOutput out = disk.create(file, forFiles());
                OutputStream counted = new Counted(out, bytes);
                OutputStream encoded = policy.gzip() ? new GzipOutput(counted) : counted) {
            IndentedJson json = new IndentedJson(encoded);
            json.beginArray();
            items(part, json, counts);
            json.endArray();
            json.flush();
        }
        Map<Label, Map<ItemKind, Long>> planted = new EnumMap<>(Label.class);
        counts.forEach((label, count) -> planted.put(label, Map.of(part.kind, count)));
        return new SampleReport(part.items, 1, bytes[0], planted);
    }

    private void items(Part part, IndentedJson json, Map<Label, Long> counts) throws IOException {
        RandomGenerator random = new SplittableRandom(
                policy.seed() * 0x9e37_79b9_7f4a_7c15L + part.agentIndex * 31L + part.kind.ordinal());
        long now = policy.asOf().toEpochMilli();
        SampleItems items = new SampleItems(json, part.agent, policy.schema(), now);
        Traits original = null;
        for (int ordinal = 0; ordinal < part.items; ordinal++) {
            Label label =
                    random.nextDouble() < policy.rot() ? Label.rotten(part.kind, random.nextInt(1_000)) : Label.FRESH;
            if (label.needsOriginal() && original == null) {
                label = Label.FRESH;
            }
            Traits item = switch (label) {
                case DUPLICATED -> java.util.Objects.requireNonNull(original).duplicated(random);
                case IDENTICAL -> java.util.Objects.requireNonNull(original).identical(random);
                case NEAR_DUPLICATED ->
                    java.util.Objects.requireNonNull(original).nearlySame(random);
                default -> Traits.draw(label, part.kind, now, random);
            };
            // An original serves once, so that of no id there are three and of no content.
            original = label == Label.FRESH ? item : null;
            items.write(part.kind, item);
            json.flushIfFull();
            counts.merge(label, 1L, Long::sum);
            labels.planted(part.agent, part.kind, ordinal, "id".equals(item.missing()) ? null : item.id(), label);
        }
    }

    private void context(String agent) throws IOException {
        plain(
                root.resolve(agent).resolve("context.json"),
                "{\n  \"project\": \"sample\",\n  \"primaryLanguage\": \"typescript\"\n}");
    }

    private void plain(Path file, String text) throws IOException {
        try (FileOutput out = disk.create(file, forFiles())) {
            out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private Access forFiles() {
        return access.withoutExecution();
    }

    private static final class Counted extends java.io.FilterOutputStream {
        private final long[] bytes;

        Counted(OutputStream out, long[] bytes) {
            super(out);
            this.bytes = bytes;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            bytes[0]++;
        }

        @Override
        public void write(byte[] b, int offset, int length) throws IOException {
            out.write(b, offset, length);
            bytes[0] += length;
        }
    }
}
