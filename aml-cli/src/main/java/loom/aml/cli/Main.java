package loom.aml.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.cli.command.GuardHookCommand;
import loom.aml.cli.complete.Completion;
import loom.aml.config.ConfigurationException;
import loom.aml.io.ProcessBytes;
import loom.aml.storage.StoreLockedException;
import loom.aml.store.NoStoreException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The entry point: finds and runs the command, and converts failures to messages and exit codes. */
public final class Main {
    private static final Set<String> HELP = Set.of("--help", "-h");

    private Main() {}

    public static void main(String[] arguments) {
        Output output = new Output(new FileOutputStream(FileDescriptor.out));
        PrintStream out = new PrintStream(output, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Session session = new Session(
                        out, err, ProcessBytes.environment(System.getenv()), ProcessBytes.workingDirectory())
                .inProcessOfItsOwn();
        session.interruption().watch();
        ExitCode code = runAsGiven(arguments, session, out);
        out.flush();
        if (output.isIncomplete()) {
            session.messages().error("the output could not be written: " + output.failure());
            code = code == ExitCode.DONE ? ExitCode.FAILED : code;
        }
        // Halting is safe: all threads have ended, and the locks end with the process.
        Runtime.getRuntime().halt(code.number());
    }

    /**
     * Rejects arguments that are not UTF-8 where Java cannot represent them: the decoded path may name another file.
     */
    static ExitCode runAsGiven(String[] decoded, Session session, PrintStream out) {
        try {
            return run(ProcessBytes.arguments(decoded), session, out);
        } catch (CharacterCodingException e) {
            if (List.of(decoded).contains("--json")) {
                session.answerAsJson();
            }
            String what = "an argument is not valid UTF-8 and cannot be represented on this system; nothing was"
                    + " done; use a path in UTF-8, such as a symbolic link";
            return failed(session, Optional.empty(), ExitCode.USAGE, what, e, false);
        }
    }

    /** Runs one command line. */
    public static ExitCode run(String[] arguments, Session session, PrintStream out) {
        boolean isDebug = false;
        Optional<CommandEntry> entry = Optional.empty();
        if (List.of(arguments).contains("--json")) {
            // --json is honoured even if the rest of the line is invalid.
            session.answerAsJson();
        }
        try {
            if (isAskedForVersion(arguments)) {
                out.println("aml " + Version.NUMBER);
                return ExitCode.DONE;
            }
            if (arguments.length > 0 && arguments[0].equals(Completion.REQUEST)) {
                session.messages().hideProgress(true);
                new Completion(Commands.ALL, session).print(List.of(arguments).subList(1, arguments.length), out);
                return ExitCode.DONE;
            }
            if (arguments.length == 3
                    && arguments[0].equals("guard")
                    && arguments[1].equals("hook")
                    && !arguments[2].startsWith("-")) {
                return GuardHookCommand.answer(arguments[2], session);
            }
            Invocation invocation = Invocation.of(arguments);
            entry = invocation.entry();
            entry.ifPresent(found -> session.json().command(found.fullName()));
            if (entry.isEmpty()) {
                return withoutCommand(invocation, session, out);
            }
            entry.get().command().prepare();
            ParseResult parsed = parse(entry.get(), invocation, session);
            isDebug = Options.has(parsed, "--debug");
            configure(session, invocation.path(), parsed);
            if (parsed.isUsageHelpRequested()) {
                out.print(Help.of(entry.get(), parsed.commandSpec(), session.style()));
                return ExitCode.DONE;
            }
            return invocation.isForSeveral()
                    ? SeveralStores.run(invocation, entry.get(), parsed, session, out, isDebug)
                    : execute(entry.get(), parsed, session);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return failed(session, entry, e, isDebug);
        }
    }

    /** Applies the options that all commands have. */
    static void configure(Session session, Optional<String> path, ParseResult parsed) {
        session.with(
                path, Options.has(parsed, "--json"), Options.has(parsed, "--quiet"), Options.has(parsed, "--no-color"));
        Options.log(parsed, session);
    }

    static ExitCode execute(CommandEntry entry, ParseResult parsed, Session session) throws IOException {
        entry.command().settle(parsed, session);
        session.messages().verbose(entry.fullName() + " begins");
        long began = System.nanoTime();
        ExitCode code;
        try {
            code = entry.command().run(parsed, session);
        } finally {
            session.dueNotices().send();
        }
        session.messages()
                .verbose(entry.fullName() + " ends with " + code.number() + " after "
                        + (System.nanoTime() - began) / 1_000_000 + " ms");
        return code;
    }

    /** Reports a failure, and returns its exit code. */
    static ExitCode failed(Session session, Optional<CommandEntry> entry, Throwable e, boolean isDebug) {
        String message = String.valueOf(e.getMessage());
        return switch (e) {
            case UsageException _, IllegalArgumentException _ ->
                failed(session, entry, ExitCode.USAGE, message, e, isDebug);
            case NoStoreException _ -> failed(session, entry, ExitCode.NO_STORE, message, e, isDebug);
            case StoreLockedException _ -> failed(session, entry, ExitCode.LOCKED, message, e, isDebug);
            case IOException io -> failed(session, entry, ExitCode.FAILED, session.reasonOf(io), e, isDebug);
            case UncheckedIOException io -> failed(session, entry, ExitCode.FAILED, session.reasonOf(io), e, isDebug);
            default -> {
                String what = "internal error: " + e + "; run it again with --debug and report the output";
                yield failed(session, entry, ExitCode.FAILED, what, e, isDebug);
            }
        };
    }

    /** Plain loops, because linking a lambda would delay each start. */
    private static boolean isAskedForVersion(String[] arguments) {
        boolean isAsked = false;
        for (String word : arguments) {
            boolean isVersion = word.equals("--version") || word.equals("-V");
            if (!isVersion && !word.equals("--json")) {
                return false;
            }
            isAsked |= isVersion;
        }
        return isAsked;
    }

    private static ExitCode withoutCommand(Invocation invocation, Session session, PrintStream out) {
        boolean isHelp = !Collections.disjoint(invocation.rest(), HELP);
        for (String option : invocation.rest()) {
            if (!HELP.contains(option) && !(isHelp && option.equals("--json"))) {
                throw new UsageException(Misuse.withoutCommand(option));
            }
        }
        Optional<String> group = invocation.group();
        if (group.isPresent()) {
            out.print(Help.group(group.get(), session.style()));
        } else if (isHelp) {
            out.print(Help.all(session.style()));
        } else {
            out.println(Help.overview(session.style()));
            StoreAtHand.print(session);
            out.println("\n'aml --help' lists all commands, 'aml help COMMAND' explains one.");
        }
        return ExitCode.DONE;
    }

    private static ParseResult parse(CommandEntry entry, Invocation invocation, Session session) {
        CommandSpec spec = Options.specOf(entry);
        try {
            // A leading @ and quotation marks have no special meaning.
            ParseResult parsed = new CommandLine(spec)
                    .setExpandAtFiles(false)
                    .setSplitQuotedStrings(true)
                    .parseArgs(invocation.rest().toArray(String[]::new));
            Misuse.requireNoOptionAmongWords(entry, spec, parsed);
            Misuse.requireNoEmptyValue(entry, parsed);
            Misuse.requireOperands(entry, spec, parsed);
            return parsed;
        } catch (ParameterException e) {
            throw new UsageException(Misuse.inWords(entry, spec, e, session), e);
        }
    }

    private static ExitCode failed(
            Session session, Optional<CommandEntry> entry, ExitCode usual, String what, Throwable e, boolean isDebug) {
        ExitCode code = entry.map(failing -> failing.command().failure(usual)).orElse(usual);
        if (e instanceof ConfigurationException configuration) {
            List<String> problems = new ArrayList<>();
            for (ConfigurationException.Problem problem : configuration.problems()) {
                problems.add(problem.toString());
            }
            session.messages().errors(problems);
        } else {
            session.messages().error(what);
        }
        session.printJson(ErrorDocument.of(code, what).build());
        if (isDebug) {
            e.printStackTrace(session.messages().stream());
        }
        return code;
    }
}
