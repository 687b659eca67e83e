package loom.aml.recall;

import java.io.IOException;
import java.nio.file.Path;
import loom.aml.index.Hit;
import loom.aml.item.ItemKind;

/** The example of docs/recall.md. It is compiled and run with the tests, and the page must contain it unchanged. */
final class EmbeddingExample {
    private EmbeddingExample() {}

    static String run(Path memory, String id) throws IOException {
        StringBuilder answer = new StringBuilder();
        // begin
        try (Recall recall = Recall.open(memory)) {
            if (recall.exists(id)) {
                answer.append("some agent has it\n");
            }
            recall.get("debugger", ItemKind.PATTERN, id).ifPresent(item -> {
                answer.append(item.text()).append('\n');
                answer.append("confidence ")
                        .append(item.fields().confidence().orElse(0))
                        .append('\n');
            });
            for (Hit hit : recall.search("idempotent calls kind:pattern").hits()) {
                answer.append("found: ").append(hit.item().id()).append('\n');
            }
            answer.append("cached items: ").append(recall.statistics().items());
        }
        // end
        return answer.toString();
    }
}
