package loom.aml.proof.kill;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import loom.aml.edit.NewItem;
import loom.aml.io.LocalDisk;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;
import loom.aml.run.GroupCommit;
import loom.aml.store.ItemChange;
import loom.aml.store.Precondition;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;

/**
 * A process that adds items from many threads until it is killed, and prints the key and the run of each acknowledged
 * item.
 */
final class WritingHost {
    static final int THREADS = 16;

    private WritingHost() {}

    /** Arguments: the store, the agent, and the seed. */
    public static void main(String[] arguments) throws Exception {
        Path store = Path.of(arguments[0]);
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[2]));
        byte[] fields =
                "{\"pattern\":{\"approach\":{\"technique\":\"retry\",\"rationale\":\"it passes\"}}}".getBytes(UTF_8);
        GroupCommit group =
                new GroupCommit(() -> StoreKinds.open(new LocalDisk(), store, StoreOptions.DEFAULT), random.split());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            SplittableRandom own = random.split();
            threads.submit(() -> {
                while (true) {
                    NewItem item = NewItem.of(ItemKind.PATTERN, arguments[1], fields, Instant.now(), own);
                    GroupCommit.Written written = group.write(new GroupCommit.Write(
                            "add",
                            new ItemChange.Put(item.key(), item.text(), Precondition.ABSENT),
                            JsonObject.builder().build()));
                    String line = item.key() + " " + written.run() + "\n";
                    synchronized (System.out) {
                        System.out.write(line.getBytes(UTF_8));
                        System.out.flush();
                    }
                }
            });
        }
    }
}
