package loom.aml.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.store.NoStoreException;
import loom.aml.store.StoreLockedException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line: finds the command, lets it run, and turns what went wrong into words and an exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Session session = new Session(out, err, System.getenv(), Path.of("").toAbsolutePath());
        ExitCode code = run(arguments, session, out);
        out.flush();
        // Nothing of ours runs on: threads are joined, locks are the process's.
        Runtime.getRuntime().halt(code.number());
    }

    /** Runs one command line. */
    static ExitCode run(String[] arguments, Session session, PrintStream out) {
        boolean isDebug = false;
        Optional<Command> command = Optional.empty();
        if (List.of(arguments).contains("--json")) {
            // Who asks for a document gets one, whatever else is wrong with the line.
            session.answerAsJson();
        }
        try {
            if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
                out.println("aml " + Version.NUMBER);
                return ExitCode.DONE;
            }
            Invocation invocation = Invocation.of(arguments, Commands.ALL);
            command = invocation.command();
            command.ifPresent(found -> session.running(found.name()));
            if (command.isEmpty()) {
                return withoutCommand(invocation, out);
            }
            ParseResult parsed = parse(command.get(), invocation);
            isDebug = Options.has(parsed, "--debug");
            session.with(
                    invocation.path(),
                    Options.has(parsed, "--json"),
                    Options.has(parsed, "--quiet"),
                    Options.has(parsed, "--no-color"));
            Options.log(parsed, session);
            if (parsed.isUsageHelpRequested()) {
                out.print(Help.of(command.get(), parsed.commandSpec()));
                return ExitCode.DONE;
            }
            session.verbose(command.get().name() + " begins");
            long began = System.nanoTime();
            ExitCode code = command.get().run(parsed, session);
            session.verbose(command.get().name() + " ends with " + code.number() + " after "
                    + (System.nanoTime() - began) / 1_000_000 + " ms");
            return code;
        } catch (UsageException | ParameterException | IllegalArgumentException e) {
            return failed(session, command, ExitCode.USAGE, String.valueOf(e.getMessage()), e, isDebug);
        } catch (NoStoreException e) {
            return failed(session, command, ExitCode.NO_STORE, String.valueOf(e.getMessage()), e, isDebug);
        } catch (StoreLockedException e) {
            return failed(session, command, ExitCode.LOCKED, String.valueOf(e.getMessage()), e, isDebug);
        } catch (IOException | UncheckedIOException e) {
            return failed(session, command, ExitCode.FAILED, Failures.inWords(session.disk(), e), e, isDebug);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            String what = "a fault of aml itself: " + e + "; run it again with --debug and report what it prints";
            return failed(session, command, ExitCode.FAILED, what, e, isDebug);
        }
    }

    private static ExitCode withoutCommand(Invocation invocation, PrintStream out) {
        for (String option : invocation.rest()) {
            if (!option.equals("--help") && !option.equals("-h")) {
                throw new UsageException("unknown option " + option + "; 'aml --help' shows what there is");
            }
        }
        out.print(Help.overview(Commands.ALL));
        return ExitCode.DONE;
    }

    private static ParseResult parse(Command command, Invocation invocation) {
        CommandSpec spec = CommandSpec.create().name("aml " + command.name());
        command.describe(spec);
        Options.common(spec);
        return new CommandLine(spec).parseArgs(invocation.rest().toArray(String[]::new));
    }

    private static ExitCode failed(
            Session session, Optional<Command> command, ExitCode usual, String what, Throwable e, boolean isDebug) {
        ExitCode code = command.map(failing -> failing.failure(usual)).orElse(usual);
        session.error(what);
        session.printJson(ErrorDocument.of(code, what).build());
        if (isDebug) {
            e.printStackTrace(session.err());
        }
        return code;
    }
}
