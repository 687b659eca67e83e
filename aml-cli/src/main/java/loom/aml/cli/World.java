package loom.aml.cli;

import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import loom.aml.io.Disk;
import loom.aml.io.LocalDisk;
import loom.aml.store.StoreOptions;

/**
 * The environment of a session. Tests use others, such as a failing disk or another time.
 *
 * @param random returns a new source of randomness on each call
 * @param treatment changes to the treatment of stores that the settings describe
 */
public record World(
        Disk disk, InstantSource clock, Supplier<RandomGenerator> random, UnaryOperator<StoreOptions> treatment) {

    /** The real environment. */
    public static final World THIS =
            new World(new LocalDisk(), InstantSource.system(), SplittableRandom::new, UnaryOperator.identity());
}
