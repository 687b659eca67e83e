package loom.aml.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options of every benchmark. Benchmarks with more options extend this class. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
class BenchOptions {

    /**
     * Parses options from the command line. Exits the process if they are invalid or if help is requested.
     *
     * @param name the command that starts the benchmark
     */
    static <T extends BenchOptions> T parse(T options, String name, String[] arguments) {
        CommandLine command = new CommandLine(options).setCommandName(name);
        try {
            ParseResult result = command.parseArgs(arguments);
            if (result.isUsageHelpRequested()) {
                command.usage(System.out);
                System.exit(ExitCode.OK);
            }
        } catch (ParameterException e) {
            System.err.println(e.getMessage());
            command.usage(System.err);
            System.exit(ExitCode.USAGE);
        }
        return options;
    }
}
