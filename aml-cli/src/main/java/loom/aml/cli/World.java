package loom.aml.cli;

import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.store.loom.StoreOptions;

/**
 * The machine, as far as a session knows it. Tests have others: with a disk that breaks, or another time.
 *
 * @param random gives a new source of randomness at each call
 * @param treatment what is otherwise in how stores are treated than the settings say
 */
public record World(
        Disk disk, InstantSource clock, Supplier<RandomGenerator> random, UnaryOperator<StoreOptions> treatment) {

    /** The one in which we live. */
    public static final World THIS =
            new World(new LocalDisk(), InstantSource.system(), SplittableRandom::new, UnaryOperator.identity());
}
