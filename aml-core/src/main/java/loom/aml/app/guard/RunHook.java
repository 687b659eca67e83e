package loom.aml.app.guard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import loom.aml.connect.ClientFolders;
import loom.aml.connect.HookSettings;
import loom.aml.io.Disk;
import loom.aml.io.Printable;
import loom.aml.json.JsonObject;
import loom.aml.run.ObservedChanges.Author;

/**
 * Answers a hook of Claude Code: looks at the memories that the event concerns. The input is not trusted, and no failure reaches the
 * session.
 */
public final class RunHook {
    private static final int LARGEST_INPUT = 16 << 20;
    private static final int LONGEST_QUOTE = 120;
    private static final String PROGRAM = "claude-code";
    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_.-]{1,80}");
    private static final Set<String> WRITERS = Set.of("Write", "Edit", "MultiEdit", "NotebookEdit");
    private static final Set<String> BLIND = Set.of("Write", "Bash");

    private final Disk disk;
    private final ClientFolders folders;
    private final Observers observers;

    public RunHook(Disk disk, ClientFolders folders, Observers observers) {
        this.disk = disk;
        this.folders = folders;
        this.observers = observers;
    }

    /** Returns an observer of a store. */
    @FunctionalInterface
    public interface Observers {
        StoreObserver of(Path store);
    }

    /**
     * Answers an event.
     *
     * @param event its name, from the command line
     * @param input the document of the client
     * @return the document for the client; empty if there is nothing to say
     */
    public Optional<JsonObject> run(String event, InputStream input) {
        try {
            byte[] bytes = input.readNBytes(LARGEST_INPUT);
            return HookSettings.EVENTS.contains(event)
                    ? answer(event, JsonObject.parseUntrusted(bytes))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private Optional<JsonObject> answer(String event, JsonObject input) throws IOException {
        Optional<String> session =
                input.string("session_id").filter(id -> SESSION.matcher(id).matches());
        String tool = input.string("tool_name").orElse("");
        boolean isAfter = event.equals("PostToolUse");
        boolean isKnown = WRITERS.contains(tool) || BLIND.contains(tool);
        Author author = isAfter
                ? new Author(Optional.of(PROGRAM), session, isKnown ? Optional.of(tool) : Optional.empty())
                : Author.UNKNOWN;
        SessionFolders memories = new SessionFolders(disk, folders);
        List<Observed> seen = new ArrayList<>();
        if (event.endsWith("ToolUse") && WRITERS.contains(tool)) {
            Optional<SessionFolders.Place> place = file(input).isPresent()
                    ? memories.ofFile(file(input).get(), input.string("cwd"))
                    : Optional.empty();
            if (place.isPresent()) {
                look(
                        place.get().folder(),
                        new StoreObserver.Occasion(
                                author,
                                session,
                                false,
                                Optional.of(place.get().path()),
                                isAfter && BLIND.contains(tool),
                                isAfter ? WrittenText.of(tool, input) : Optional.empty()),
                        seen);
            }
        } else {
            for (Path folder : memories.ofSession(input.string("transcript_path"), input.string("cwd"))) {
                look(
                        folder,
                        new StoreObserver.Occasion(
                                author,
                                session,
                                event.equals("SessionStart"),
                                Optional.empty(),
                                isAfter && BLIND.contains(tool),
                                Optional.empty()),
                        seen);
            }
        }
        return event.equals("SessionEnd") ? Optional.empty() : context(event, session, seen);
    }

    private static Optional<String> file(JsonObject input) {
        return input.object("tool_input")
                .flatMap(given -> given.string("file_path").or(() -> given.string("notebook_path")));
    }

    /** A folder that cannot be looked at does not keep the others from it. */
    private void look(Path folder, StoreObserver.Occasion occasion, List<Observed> seen) {
        try {
            seen.add(observers.of(folder).look(folder, occasion));
        } catch (IOException | RuntimeException e) {
            // Nothing may fail a session; 'aml FOLDER monitor health' says what is wrong.
        }
    }

    private static Optional<JsonObject> context(String event, Optional<String> session, List<Observed> seen) {
        List<String> lines = new ArrayList<>();
        for (Observed one : seen) {
            if (!one.dropped().isEmpty()) {
                lines.add(droppedLines(one, session));
                lines.add(
                        one.isMerged()
                                ? "They were put back; read the file again before you change it."
                                : "They are in the history of the memories; add them again unless that was intended.");
            }
            if (!one.alarm().isEmpty()) {
                lines.add("aml guard: many memories were deleted within an hour; inform the user that " + one.alarm()
                        + ".");
            }
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String text = String.join("\n", lines.subList(0, Math.min(3, lines.size())));
        JsonObject output = JsonObject.builder()
                .put("hookEventName", event)
                .put("additionalContext", text)
                .build();
        return Optional.of(
                JsonObject.builder().put("hookSpecificOutput", output).build());
    }

    private static String droppedLines(Observed seen, Optional<String> session) {
        Observed.Dropped first = seen.dropped().getFirst();
        String line = Printable.of(first.line());
        String quoted = line.length() > LONGEST_QUOTE
                ? line.substring(
                                0,
                                line.offsetByCodePoints(
                                        0, Math.min(LONGEST_QUOTE, line.codePointCount(0, line.length()))))
                        + "..."
                : line;
        int more = seen.dropped().size() - 1;
        return "aml guard: " + Printable.of(first.path()) + " lost "
                + (more == 0 ? "a line" : more + 1 + " lines")
                + (session.equals(Optional.of(first.session()))
                        ? " that this session had just added, because another program overwrote the file: \""
                        : " that another session had added since this one read the file: \"")
                + quoted + "\""
                + (more == 0 ? "" : " and " + more + " more");
    }
}
