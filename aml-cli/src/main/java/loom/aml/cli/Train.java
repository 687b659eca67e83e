package loom.aml.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import loom.aml.io.LocalDisk;
import loom.aml.io.ProcessBytes;
import loom.aml.io.Replacement;
import loom.aml.io.SmallFile;
import loom.aml.json.JsonObject;
import loom.aml.store.file.StoreOwner;

/**
 * Runs the usual commands once on a scratch store, so that the JVM records the classes that they load and link. Run by
 * the build; see the image of the launcher.
 */
final class Train {
    private static final String ITEM = "5d0c3e6a-0b0e-4c39-9d43-6f4c6d7f2b11";

    private Train() {}

    /** Arguments: a scratch folder with stores, and the name of the cache. */
    public static void main(String[] arguments) {
        Path scratch = Path.of(arguments[0]);
        List<List<String>> commands = switch (arguments[1]) {
            case "look" -> looks(scratch);
            case "guard", "serve" -> List.of();
            case "mcp" -> List.of(List.of(scratch.resolve("spoken-to").toString(), "mcp"));
            case "copy" -> copies(scratch);
            case "store" -> work(scratch.resolve("store/memory"), scratch.resolve("store/indexed"));
            default -> all(scratch.resolve("all/memory"), scratch.resolve("all/indexed"));
        };
        PrintStream nowhere = new PrintStream(new Output(OutputStream.nullOutputStream()));
        // With a home, commands without a path look there for the memory of the project.
        String home = arguments[1].equals("copy") ? "copied/home" : "home";
        Map<String, String> environment = Map.of("HOME", scratch.resolve(home).toString());
        for (List<String> command : commands) {
            run(command, environment, Conversation.text(), scratch, nowhere);
        }
        switch (arguments[1]) {
            case "guard" -> hooks(scratch, environment, nowhere);
            case "serve" -> visit(scratch, environment);
            default -> {}
        }
    }

    /** Serves a store to a browser. */
    private static void visit(Path scratch, Map<String, String> environment) {
        surroundings(scratch);
        Visit visit = new Visit();
        PrintStream out = new PrintStream(new Output(visit.output()));
        Session session = new Session(out, System.err, environment, scratch);
        Thread interruption = session.interruption().watch();
        FutureTask<Boolean> browser = new FutureTask<>(() -> {
            visit.run(session.interruption());
            return true;
        });
        Thread.ofPlatform().name("browser").start(browser);
        String store = scratch.resolve("served").toString();
        ExitCode code = Main.runAsGiven(new String[] {"serve", store, "--port", "0"}, session, out);
        Runtime.getRuntime().removeShutdownHook(interruption);
        try {
            browser.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("training failed at a page", e);
        }
        if (code != ExitCode.DONE) {
            throw new IllegalStateException("training failed at serve");
        }
    }

    private static void run(
            List<String> command, Map<String, String> environment, String input, Path scratch, PrintStream nowhere) {
        surroundings(scratch);
        Session session = new Session(nowhere, System.err, environment, scratch)
                .answeredBy(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        Thread interruption = session.interruption().watch();
        ExitCode code = Main.runAsGiven(command.toArray(String[]::new), session, nowhere);
        Runtime.getRuntime().removeShutdownHook(interruption);
        if (code == ExitCode.FAILED || code == ExitCode.USAGE) {
            throw new IllegalStateException("training failed at " + command);
        }
    }

    /** Answers hooks of two sessions, of which one overwrites what the other added. */
    private static void hooks(Path scratch, Map<String, String> environment, PrintStream nowhere) {
        Path index = scratch.resolve("home/.claude/projects/-x/memory/MEMORY.md");
        try {
            byte[] before = SmallFile.read(new LocalDisk(), index, 1 << 20);
            String text = new String(before, StandardCharsets.UTF_8);
            for (String session : List.of("a", "b")) {
                hook("SessionStart", session, "", index, scratch, environment, nowhere);
                hook("PreToolUse", session, "Bash", index, scratch, environment, nowhere);
                hook("PostToolUse", session, "Bash", index, scratch, environment, nowhere);
            }
            for (String session : List.of("a", "b", "a", "b")) {
                hook("PreToolUse", session, "Write", index, scratch, environment, nowhere);
                String changed = text + "- [" + session + "](" + session + ".md) \u2014 trained\n";
                Replacement.write(new LocalDisk(), index, changed.getBytes(StandardCharsets.UTF_8));
                hook("PostToolUse", session, "Write", index, scratch, environment, nowhere);
            }
            hook("SessionEnd", "a", "", index, scratch, environment, nowhere);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hook(
            String event,
            String session,
            String tool,
            Path index,
            Path scratch,
            Map<String, String> environment,
            PrintStream nowhere) {
        String input = JsonObject.builder()
                .put("session_id", session)
                .put(
                        "transcript_path",
                        index.resolveSibling("../a.jsonl").normalize().toString())
                .put("cwd", scratch.toString())
                .put("hook_event_name", event)
                .put("tool_name", tool)
                .put(
                        "tool_input",
                        JsonObject.builder().put("file_path", index.toString()).build())
                .build()
                .toString();
        run(List.of("guard", "hook", event), environment, input, scratch, nowhere);
    }

    /** Loads the classes that query the environment; the results are not used. */
    private static void surroundings(Path store) {
        // Concurrent maps use it only under contention, which may not occur here.
        ThreadLocalRandom.current();
        Environment _ = new Environment(ProcessBytes.environment(System.getenv()), ProcessBytes.workingDirectory());
        try {
            StoreOwner.of(new LocalDisk(), store);
        } catch (IOException e) {
            // Training must not run as root. Its commands do not change the user.
        }
    }

    /** The read-only commands that must start fast; the launcher recognises them by their words. */
    private static List<List<String>> looks(Path scratch) {
        String store = scratch.resolve("looked-at").toString();
        String empty = scratch.resolve("empty").toString();
        String recorded = scratch.resolve("recorded").toString();
        return List.of(
                List.of(),
                List.of("--version"),
                List.of("--help"),
                List.of("prune", "--help"),
                List.of("help", "backup"),
                List.of("help", "undo"),
                List.of("__complete", ""),
                List.of("__complete", store, "prune", "--agents", ""),
                List.of("__complete", store, "undo", ""),
                List.of(empty, "prune", "--dry-run"),
                List.of(store, "prune", "--dry-run"),
                List.of(store, "prune", "--dry-run", "--json", "--explain"),
                List.of(store, "prune", "--dry-run", "--explain"),
                List.of(store, "optimize", "gc", "--dry-run"),
                List.of(store, "maintain", "--dry-run"),
                List.of(empty, "migrate", "detect"),
                List.of(store, "migrate", "detect"),
                List.of(store, "migrate", "detect", "--json"),
                List.of(empty, "history"),
                List.of(recorded, "history"),
                List.of(recorded, "history", "--json"));
    }

    /** The commands on copies of backups, plain and encrypted. The build runs an object store for them. */
    private static List<List<String>> copies(Path scratch) {
        Path folder = scratch.resolve("copied");
        String store = folder.resolve("memory").toString();
        String plain = folder.resolve("plain").toString();
        String encrypted = folder.resolve("encrypted").toString();
        String remote = "s3://trained/copy";
        return List.of(
                List.of(store, "backup", "create"),
                List.of(store, "backup", "copy", plain),
                List.of(store, "backup", "key", "add"),
                List.of(store, "backup", "copy", remote),
                List.of(store, "backup", "copy", encrypted),
                List.of(store, "prune", "--yes"),
                List.of(store, "backup", "create"),
                List.of(store, "backup", "copy", remote, encrypted, plain),
                List.of(store, "backup", "copy", remote, "--json"),
                List.of(store, "backup", "auto"),
                List.of(store, "backup", "key", "list", remote),
                List.of(store, "backup", "list", "--from", remote),
                List.of(store, "backup", "verify", "--all", "--from", remote),
                List.of(store, "backup", "verify", "--from", plain),
                List.of(
                        store,
                        "backup",
                        "restore",
                        "--from",
                        remote,
                        "--target",
                        folder.resolve("restored").toString()),
                List.of(
                        store,
                        "backup",
                        "restore",
                        "--from",
                        encrypted,
                        "--target",
                        folder.resolve("restored-too").toString()));
    }

    /** The commands that use or may use the index. */
    private static List<List<String>> all(Path scratch, Path withIndex) {
        String store = scratch.toString();
        List<List<String>> commands = new ArrayList<>(work(scratch, withIndex));
        commands.addAll(List.of(
                List.of(store, "agents"),
                List.of("stores"),
                List.of(store, "similar"),
                List.of(store, "merge", "--dry-run", "--explain"),
                List.of(store, "merge", "--yes"),
                List.of(store, "suggestions"),
                List.of(store, "optimize", "warm-cache"),
                List.of(store, "maintain", "--yes"),
                List.of(store, "search", "retry", "policy", "tag:caching", "confidence:>0.5", "--facets"),
                List.of(store, "search", "\"connection pool\"", "--json"),
                List.of(store, "search", "TypeError", "--sort", "recency", "--min-success", "0.5", "--since", "90d"),
                List.of(store, "optimize", "index", "--rebuild"),
                List.of(store, "optimize", "index"),
                List.of(store, "maintain", "--yes", "--json")));
        return commands;
    }

    /**
     * Returns the other usual commands, which do not search.
     *
     * @param withIndex another store, whose index is only read
     */
    private static List<List<String>> work(Path scratch, Path withIndex) {
        String store = scratch.toString();
        String indexed = withIndex.toString();
        return List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("prune", "--help"),
                // Until there are no more proposals.
                List.of(store, "monitor", "health"),
                List.of(store, "monitor", "report", "--format", "prometheus"),
                List.of(store, "prune", "--dry-run"),
                List.of(store, "prune", "--dry-run", "--json", "--explain"),
                List.of(store, "optimize", "gc", "--dry-run"),
                List.of(store, "maintain", "--dry-run"),
                List.of(store, "optimize", "compress", "--age-days", "0", "--no-backup"),
                List.of(store, "optimize", "decompress", "--no-backup"),
                List.of(store, "backup", "create"),
                List.of(store, "backup", "verify"),
                List.of(store, "prune"),
                List.of(store, "optimize", "gc"),
                List.of(store, "backup", "create"),
                List.of(store, "backup", "auto"),
                List.of(store, "backup", "list"),
                List.of(
                        store,
                        "backup",
                        "restore",
                        "--target",
                        scratch.resolveSibling("restored").toString()),
                List.of(store, "backup", "restore", "--dry-run", "--json"),
                List.of(store, "optimize", "compress", "--age-days", "0", "--no-backup"),
                List.of(store, "backup", "restore", "--yes"),
                List.of(store, "history"),
                List.of(store, "status"),
                List.of("top", store),
                List.of(),
                List.of(store, "monitor", "metrics"),
                List.of(store, "monitor", "metrics", "--json"),
                List.of(store, "monitor", "health"),
                List.of(store, "monitor", "health", "--json"),
                List.of(indexed, "monitor", "metrics"),
                List.of(indexed, "monitor", "health"),
                List.of(
                        store,
                        "add",
                        "decision",
                        "--agent",
                        "debugger",
                        "--question",
                        "which",
                        "--chosen",
                        "this",
                        "--set",
                        "id=" + ITEM),
                List.of(store, "edit", ITEM, "--set", "decision.type=storage"),
                List.of(store, "feedback", ITEM, "helped"),
                List.of(store, "rm", ITEM, "--reason", "trained"),
                List.of(store, "monitor", "performance"),
                List.of(store, "monitor", "alerts"),
                List.of(store, "monitor", "report"),
                List.of(store, "monitor", "report", "--format", "prometheus"),
                List.of(store, "config", "init"),
                List.of(store, "config", "show"),
                List.of(store, "undo"),
                List.of(store, "migrate", "detect"),
                List.of(store, "migrate", "plan"),
                List.of(store, "migrate", "migrate", "--version", "2.0.0"),
                List.of(store, "migrate", "history"),
                List.of(store, "migrate", "migrate", "--version", "1.0.0", "--no-backup"));
    }
}
