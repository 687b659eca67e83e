package loom.aml.app.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import loom.aml.app.CreateStore;
import loom.aml.app.FrontEnd;
import loom.aml.app.OpenStore;
import loom.aml.app.graph.HostedGraph;
import loom.aml.app.run.DeclinedException;
import loom.aml.app.run.RunOptions;
import loom.aml.config.Configuration;
import loom.aml.exchange.Counts;
import loom.aml.exchange.ExchangeFile;
import loom.aml.exchange.ExchangeFormat;
import loom.aml.exchange.GraphImport;
import loom.aml.exchange.Loss;
import loom.aml.exchange.Reading;
import loom.aml.exchange.Source;
import loom.aml.exchange.StoreForm;
import loom.aml.exchange.Strategy;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.io.FileName;
import loom.aml.io.Replacement;
import loom.aml.store.Finding;
import loom.aml.store.StoreOptions;
import loom.aml.store.graph.Changed;
import loom.aml.store.graph.Graph;
import loom.aml.store.graph.RefusedException;
import loom.aml.store.kind.StoreKinds;
import loom.aml.store.loom.NewStore;

/** Exports items into a file or another store. Items that the target has already stay as they are. */
public final class ExportItems {
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private final Disk disk;
    private final StoreOptions options;
    private final Configuration configuration;
    private final FrontEnd frontEnd;
    private final Supplier<RandomGenerator> randomness;

    /** @param options those of the store that is written, such as the clock */
    public ExportItems(
            Disk disk,
            StoreOptions options,
            Configuration configuration,
            FrontEnd frontEnd,
            Supplier<RandomGenerator> randomness) {
        this.disk = disk;
        this.options = options;
        this.configuration = configuration;
        this.frontEnd = frontEnd;
        this.randomness = randomness;
    }

    /**
     * The request.
     *
     * @param format the format; empty to recognize it by what is there, or by the name
     * @param isOverwriting whether an earlier export may be replaced
     */
    public record Request(
            Reading source, Path to, Optional<ExchangeFormat> format, boolean isOverwriting, boolean isDryRun) {}

    /**
     * Writes the items.
     *
     * @throws FileAlreadyExistsException if a file is there that has other items
     */
    public ExportResult run(Request request) throws IOException {
        ExportTarget target = ExportTarget.of(disk, request.to, request.format, options);
        return switch (target.format()) {
            case BUNDLE, LOOM_JSON -> file(request, target);
            case GRAPH -> graph(request, target);
            case LOOM, CLAUDE, SERENA -> store(request, target);
            default -> throw new IllegalArgumentException(target.format().word() + " is read only");
        };
    }

    private ExportResult file(Request request, ExportTarget target) throws IOException {
        ExchangeFile file = ExchangeFile.of(
                target.format(), request.source, options.clock().instant().toString());
        int count = distinct(request.source);
        if (target.exists()) {
            // A file that aml cannot read is never replaced.
            Reading present = new Source(disk, target.path(), Optional.of(target.format()), () -> {
                        throw new IllegalStateException("not a database");
                    })
                    .read(options);
            if (ExchangeFile.isSame(present, file.reading(target.format(), present.place()))) {
                return result(
                        request,
                        target,
                        new Counts(0, 0, count, 0, 0, 0, 0),
                        file.losses(),
                        List.of(),
                        Optional.empty());
            }
            if (!request.isOverwriting) {
                throw new FileAlreadyExistsException(
                        FileName.text(target.path()), null, "has other items; choose another name, or add --overwrite");
            }
        }
        if (!request.isDryRun) {
            Replacement.writePrivately(disk, target.path(), file.content());
        }
        return result(request, target, new Counts(count, 0, 0, 0, 0, 0, 0), file.losses(), List.of(), Optional.empty());
    }

    private static int distinct(Reading source) {
        Set<String> homes = new HashSet<>();
        source.items().forEach(item -> homes.add(item.home()));
        return homes.size();
    }

    private ExportResult graph(Request request, ExportTarget target) throws IOException {
        if (request.isDryRun && !target.exists()) {
            GraphImport planned = GraphImport.of(Graph.EMPTY, request.source);
            return result(request, target, planned.counts(), planned.losses(), List.of(), Optional.empty());
        }
        try (HostedGraph graph = HostedGraph.open(disk, target.path(), options, randomness.get())) {
            GraphImport planned = GraphImport.of(graph.read().graph(), request.source);
            if (request.isDryRun) {
                return result(request, target, planned.counts(), planned.losses(), List.of(), Optional.empty());
            }
            Changed<Integer> changed = graph.change(planned.change());
            return result(request, target, planned.counts(), planned.losses(), changed.findings(), changed.run());
        } catch (RefusedException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private ExportResult store(Request request, ExportTarget target) throws IOException {
        if (request.isDryRun && !target.exists()) {
            return newStore(request, target);
        }
        if (!target.exists()) {
            create(target);
        }
        ImportItems.Request items =
                new ImportItems.Request(request.source, Strategy.APPEND, Optional.empty(), Set.of());
        if (request.isDryRun) {
            try (OpenStore opened = opened(target, false)) {
                ImportPreview preview = new ImportItems(opened, frontEnd).preview(items);
                return result(
                        request,
                        target,
                        preview.plan().counts(),
                        preview.plan().losses(),
                        preview.findings(),
                        Optional.empty());
            }
        }
        try (OpenStore opened = opened(target, true)) {
            ImportResult done = new ImportItems(opened, frontEnd).run(items, new RunOptions(true, true));
            return result(
                    request,
                    target,
                    done.plan().counts(),
                    done.plan().losses(),
                    done.run().findings(),
                    done.run().canBeUndone() ? Optional.of(done.run().run()) : Optional.empty());
        } catch (DeclinedException e) {
            throw new IllegalStateException("an export removes nothing", e);
        }
    }

    /** Returns what a store that does not exist yet would get. */
    private ExportResult newStore(Request request, ExportTarget target) {
        Loss.Tally losses = new Loss.Tally();
        StoreForm form = new StoreForm(
                target.format(),
                List.of(),
                Optional.empty(),
                options.clock().instant().toString(),
                losses);
        List<Finding> findings = new ArrayList<>(request.source.findings());
        Set<String> homes = new HashSet<>();
        int added = 0;
        int refused = 0;
        for (var item : request.source.items()) {
            if (!homes.add(item.home())) {
                continue;
            }
            try {
                added += form.write(item, Optional.empty()).isPresent() ? 1 : 0;
            } catch (DamagedException e) {
                refused++;
                findings.add(Finding.of(
                        Finding.Kind.INCOMPLETE, item.home(), "cannot be held there: " + e.what(), "not exported"));
            }
        }
        return result(
                request,
                target,
                new Counts(added, 0, 0, 0, 0, 0, refused),
                losses.losses(),
                findings,
                Optional.empty());
    }

    private void create(ExportTarget target) throws IOException {
        if (target.format() == ExchangeFormat.LOOM) {
            new CreateStore(disk).run(new CreateStore.Request(target.path()));
            return;
        }
        Path root = NewStore.makeDirectory(disk, target.path());
        if (target.format() == ExchangeFormat.CLAUDE) {
            Path index = root.resolve("MEMORY.md");
            Replacement.writePrivately(disk, index, "# Memory\n".getBytes(StandardCharsets.UTF_8));
            // A file that was written just now looks as if another program were still writing it.
            disk.setModified(index, disk.now().minus(SETTLED));
        }
    }

    private OpenStore opened(ExportTarget target, boolean isForChange) throws IOException {
        return new OpenStore(
                isForChange
                        ? StoreKinds.open(disk, target.path(), options)
                        : StoreKinds.openReadOnly(disk, target.path(), options),
                configuration,
                randomness);
    }

    private static ExportResult result(
            Request request,
            ExportTarget target,
            Counts counts,
            List<Loss> losses,
            List<Finding> findings,
            Optional<String> run) {
        List<Finding> all = new ArrayList<>(request.source.findings());
        findings.stream().filter(finding -> !all.contains(finding)).forEach(all::add);
        return new ExportResult(
                request.source.place(),
                FileName.text(target.path()),
                target.format(),
                request.isDryRun,
                !target.exists(),
                counts,
                losses,
                all,
                run);
    }
}
