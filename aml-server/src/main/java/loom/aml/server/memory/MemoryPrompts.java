package loom.aml.server.memory;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import loom.aml.app.host.MemoryHost;
import loom.aml.app.search.BriefAnswer;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.SearchRequest;
import loom.aml.server.feature.Content;
import loom.aml.server.feature.Prompt;
import loom.aml.server.feature.ServerDescription;
import loom.aml.store.NoStoreException;

/** Prompts that users select: recall before a task, record after it. */
final class MemoryPrompts {
    private static final int RECALLED = 10;

    private final MemoryHost host;

    MemoryPrompts(MemoryHost host) {
        this.host = host;
    }

    void describe(ServerDescription.Builder server) {
        server.prompt(new Prompt(
                "recall",
                "Recall before a task",
                "Finds the lessons of earlier work for a task",
                List.of(new Prompt.Argument("task", "The task, or the error message", true)),
                (arguments, _) -> recall(arguments)));
        server.prompt(new Prompt(
                "record",
                "Record after a task",
                "Keeps the lessons of this session",
                List.of(new Prompt.Argument("focus", "A subject to concentrate on", false)),
                (arguments, _) -> record(arguments)));
    }

    private List<Prompt.Message> recall(Map<String, String> arguments) throws IOException {
        String task = arguments.getOrDefault("task", "");
        return List.of(user("Before you begin with this task, check the lessons of earlier work:\n\n" + task
                + "\n\nThe memory has this on it. " + known(task)
                + "\n\nRead the memories that matter with memory_get, name those that you follow, and after using one"
                + " report with memory_feedback whether it helped."));
    }

    private String known(String task) throws IOException {
        SearchRequest request =
                SearchRequest.of(QueryParser.parse(task, host.now())).withPage(0, RECALLED);
        try {
            return SearchTool.text(host.search(request, BriefAnswer.TOKENS));
        } catch (NoStoreException e) {
            return MemoryTool.EMPTY;
        }
    }

    private static List<Prompt.Message> record(Map<String, String> arguments) {
        String focus = arguments.getOrDefault("focus", "");
        return List.of(user("Record the lessons of this session that a later one could not know"
                + (focus.isBlank() ? "" : ", in particular: " + focus)
                + ".\n\n- An error that took time: memory_add with kind solution, the message as title, the fix as text.\n"
                + "- A technique that worked: kind pattern. A choice with its reason: kind decision.\n"
                + "- Search first, and update a memory that says the same with memory_update.\n"
                + "- Report for each memory that you used whether it helped, with memory_feedback.\n"
                + "- Leave out secrets, personal data, and what the code or its history says anyway."));
    }

    private static Prompt.Message user(String text) {
        return Prompt.Message.user(Content.text(text));
    }
}
