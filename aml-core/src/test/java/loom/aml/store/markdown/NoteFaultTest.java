package loom.aml.store.markdown;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import loom.aml.CaseSample;
import loom.aml.app.item.AddItem;
import loom.aml.app.item.RemoveItem;
import loom.aml.fold.FoldPolicy;
import loom.aml.fold.Folder;
import loom.aml.io.FaultyDisk;
import loom.aml.io.FaultyDisk.Fault;
import loom.aml.item.ItemKey;
import loom.aml.item.ItemKind;
import loom.aml.run.Execution;
import loom.aml.store.Finding;
import loom.aml.store.IndexSize;
import loom.aml.store.MemoryStore;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import loom.aml.tidy.GarbageCollector;
import loom.aml.tidy.GcPolicy;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each change of notes, broken at every call that it makes: each file is the old or the new one, and no line is lost. */
class NoteFaultTest {
    private static final long SEED = 20_261_201;

    @TempDir
    private Path directory;

    /** A change of a store with two notes and an index. */
    private enum Work {
        ADD {
            @Override
            void on(MemoryStore store) throws Exception {
                byte[] fields = "{\"title\":\"New\",\"text\":\"New text.\"}".getBytes(UTF_8);
                new AddItem(store, new Random(SEED)).run(new AddItem.Request(ItemKind.NOTE, "memory", fields, false));
            }
        },
        REMOVE {
            @Override
            void on(MemoryStore store) throws Exception {
                ItemKey key = new ItemKey("memory", ItemKind.NOTE, "a");
                new RemoveItem(store, new Random(SEED)).run(new RemoveItem.Request(key, "obsolete", Optional.empty()));
            }
        },
        GC {
            @Override
            void on(MemoryStore store) throws IOException {
                new Execution(store, new Random(SEED))
                        .execute(
                                new GarbageCollector(GcPolicy.DEFAULT, Instant.now()).plan(store, Selection.ALL),
                                Execution.Options.DEFAULT.withBackup(false));
            }
        },
        FOLD {
            @Override
            void on(MemoryStore store) throws IOException {
                FoldPolicy policy = new FoldPolicy(new IndexSize(5, 1_000), 0.5, 0.5);
                new Execution(store, new Random(SEED))
                        .execute(
                                new Folder(policy).plan(store, Selection.ALL),
                                Execution.Options.DEFAULT.withBackup(false));
            }
        };

        abstract void on(MemoryStore store) throws Exception;
    }

    private static NoteStore store(Path folder) throws IOException {
        return NoteStore.ofClaude(folder)
                .put("a.md", "---\nname: a\n---\n\nRule a.\n")
                .put("b.md", "Rule b.\n")
                .put("unlisted.md", "Rule c.\n")
                .put("MEMORY.md", "# Memory\n- [A](a.md) — a\n- [B](b.md) — b\n- [Gone](gone.md) — nothing\nProse.\n");
    }

    private static SortedMap<String, String> result(Work work, Path folder, FaultyDisk disk) throws Exception {
        NoteStore store = store(folder);
        try (MemoryStore open = StoreKinds.open(disk, store.root(), StoreOptions.DEFAULT)) {
            work.on(open);
        }
        return store.texts();
    }

    @ParameterizedTest
    @EnumSource
    void change_brokenAtAnyCall_leavesEachFileOldOrNew(Work work) throws Exception {
        FaultyDisk counting = new FaultyDisk().later(Duration.ofHours(1));
        SortedMap<String, String> after = result(work, directory.resolve("dry"), counting);
        SortedMap<String, String> before = store(directory.resolve("before")).texts();
        assertThat(after).isNotEqualTo(before);
        List<FaultyDisk.Call> calls = counting.calls();
        int broken = 0;

        for (FaultyDisk.Call call : CaseSample.of(calls)) {
            for (Fault fault : List.of(Fault.KILL, Fault.POWER_CUT, Fault.FULL)) {
                if (fault.canStrike(call)) {
                    strike(work, fault, call, before, after);
                    broken++;
                }
            }
        }
        System.out.printf("%s: %d calls, broken in %d ways%n", work, calls.size(), broken);
        assertThat(broken).isGreaterThan(CaseSample.least(50));
    }

    private void strike(
            Work work,
            Fault fault,
            FaultyDisk.Call call,
            SortedMap<String, String> before,
            SortedMap<String, String> after)
            throws Exception {
        String point = work + ", " + fault + " at " + call;
        Path folder = directory.resolve(work + "-" + fault + "-" + call.number());
        NoteStore store = store(folder);
        FaultyDisk disk = new FaultyDisk()
                .later(Duration.ofHours(1))
                .failingAt(call.number(), fault)
                .losing(Files.createDirectories(folder.resolve("attic")), new Random(SEED + call.number()));
        try (MemoryStore open = StoreKinds.open(disk, store.root(), StoreOptions.DEFAULT)) {
            work.on(open);
        } catch (IOException | FaultyDisk.Crash e) {
            // The run did not come to its end.
        }

        try (MemoryStore open = store.open()) {
            assertThat(open.recovered()).as(point).noneMatch(Finding::isProblem);
        }
        SortedMap<String, String> now = store.texts();
        for (Map.Entry<String, String> file : now.entrySet()) {
            List<String> allowed = new ArrayList<>();
            allowed.add(before.get(file.getKey()));
            allowed.add(after.get(file.getKey()));
            if (file.getKey().equals("MEMORY.md")) {
                allowed.addAll(between(work, before, after));
            }
            assertThat(allowed).as("%s: %s", point, file.getKey()).contains(file.getValue());
        }
        assertThat(now.keySet()).as(point).containsAll(common(before, after));
    }

    /** gc and fold write an index once without lines and once with others. */
    private static List<String> between(Work work, SortedMap<String, String> before, SortedMap<String, String> after) {
        String index = before.get("MEMORY.md");
        return switch (work) {
            case GC -> List.of(index.replace(iso("- [Gone](gone.md) — nothing\n"), ""));
            case FOLD -> List.of(withoutLast(after.get("MEMORY.md")));
            case ADD, REMOVE -> List.of();
        };
    }

    private static String iso(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static String withoutLast(String text) {
        return text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1);
    }

    private static List<String> common(SortedMap<String, String> before, SortedMap<String, String> after) {
        return before.keySet().stream().filter(after::containsKey).toList();
    }
}
