package loom.aml.proof.peers;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.prune.PrunePolicy;
import loom.aml.prune.Pruner;
import loom.aml.prune.ReappearedItems;
import loom.aml.run.Execution;
import loom.aml.run.Report;
import loom.aml.store.MemoryStore;
import loom.aml.store.Plan;
import loom.aml.store.Selection;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;

/**
 * A prune in a separate process that stops itself (SIGSTOP) before one file system call, counted from the start of the
 * execution.
 *
 * <pre>
 * StoppedRun STORE CALL NOTE
 *
 * NOTE the call before which it stopped; if it was not reached: the number of calls, the first and the last with the
 * lock held
 * </pre>
 */
final class StoppedRun {
    private final Disk real = new LocalDisk();
    private final int stopAt;
    private final Path note;
    private final Path lock;
    private boolean isExecuting;
    private int calls;
    private int firstLocked = -1;
    private int lastLocked = -1;

    private StoppedRun(Path store, int stopAt, Path note) {
        this.lock = store.resolve("debugger/patterns.json.lock");
        this.stopAt = stopAt;
        this.note = note;
    }

    public static void main(String[] words) throws Exception {
        StoppedRun run = new StoppedRun(Path.of(words[0]), Integer.parseInt(words[1]), Path.of(words[2]));
        Report report = run.prune(Path.of(words[0]));
        if (run.calls <= run.stopAt) {
            Files.writeString(run.note, run.calls + " " + run.firstLocked + " " + run.lastLocked);
        }
        System.exit(report.outcome() == Report.Outcome.DONE ? 0 : 3);
    }

    private Report prune(Path store) throws IOException {
        Disk disk = (Disk)
                Proxy.newProxyInstance(StoppedRun.class.getClassLoader(), new Class<?>[] {Disk.class}, this::call);
        try (MemoryStore open = StoreKinds.open(disk, store, StoreOptions.DEFAULT.withThreads(1))) {
            Plan plan = new Pruner(PrunePolicy.DEFAULT, disk.now()).plan(open, Selection.ALL, ReappearedItems.NONE);
            isExecuting = true;
            Report report = new Execution(open, new SplittableRandom())
                    .execute(plan, Execution.Options.DEFAULT.withBackup(false));
            isExecuting = false;
            return report;
        }
    }

    private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (isExecuting) {
            if (Files.exists(lock)) {
                firstLocked = firstLocked < 0 ? calls : firstLocked;
                lastLocked = calls;
            }
            if (calls++ == stopAt) {
                Files.writeString(note, describe(method, arguments));
                stop();
            }
        }
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static String describe(Method method, Object[] arguments) {
        StringBuilder text = new StringBuilder(method.getName());
        for (Object argument : arguments == null ? new Object[0] : arguments) {
            if (argument instanceof Path path) {
                text.append(' ').append(path.getFileName());
            }
        }
        return text.toString();
    }

    /** Returns after the process was continued. */
    private static void stop() throws IOException, InterruptedException {
        new ProcessBuilder(
                        "kill", "-STOP", Long.toString(ProcessHandle.current().pid()))
                .inheritIO()
                .start()
                .waitFor();
    }
}
