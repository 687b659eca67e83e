package loom.aml.bench;

import picocli.CommandLine.Option;

/** The options of a benchmark on a sample store. */
class ItemsOptions extends BenchOptions {
    @Option(
            names = "--items",
            defaultValue = "50000",
            description = "Number of items of the sample store (${DEFAULT-VALUE}).")
    int items;
}
