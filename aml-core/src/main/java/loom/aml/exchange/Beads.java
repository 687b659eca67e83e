package loom.aml.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import loom.aml.io.DamagedException;
import loom.aml.store.CollectionFile;
import loom.aml.store.Finding;

/** Reads the export of beads: one issue a line. An issue becomes a note; its status, priority and the like are extra. */
final class Beads {
    private static final Map<String, String> SECTIONS = Map.of(
            "design",
            "Design",
            "acceptance_criteria",
            "Acceptance criteria",
            "notes",
            "Notes",
            "close_reason",
            "Outcome");
    private static final List<String> ORDER = List.of("design", "acceptance_criteria", "notes", "close_reason");

    private Beads() {}

    /** Returns whether a line is an issue. */
    static boolean isIssue(RawItem line) {
        return line.text("id").isPresent()
                && line.text("title").isPresent()
                && (line.text("issue_type").isPresent() || line.text("status").isPresent());
    }

    static Reading read(byte[] file, String place) throws IOException {
        List<ExchangedItem> items = new ArrayList<>();
        List<Tombstone> tombstones = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        int number = 0;
        for (String line : new String(file, StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            RawItem issue;
            try {
                issue = RawItem.ofUntrusted(line);
            } catch (DamagedException e) {
                findings.add(notRead(place, number, e.what()));
                continue;
            }
            String id = issue.text("id").orElse("");
            if (id.isEmpty()) {
                findings.add(notRead(place, number, "an issue without an id"));
            } else if (issue.text("status").orElse("").equals("tombstone")
                    || issue.text("deleted_at").isPresent()) {
                tombstones.add(new Tombstone(
                        CollectionFile.TOP + "/note/" + id,
                        issue.text("delete_reason").orElse("deleted in beads"),
                        issue.text("deleted_at").orElse(""),
                        ""));
            } else {
                items.add(item(issue, id));
            }
        }
        return new Reading(ExchangeFormat.BEADS, place, items, tombstones, List.of(), List.of(), findings);
    }

    private static Finding notRead(String place, int line, String what) {
        return Finding.of(
                Finding.Kind.DAMAGED, place, "line " + line + ": " + what, "not imported; the other lines are");
    }

    private static ExchangedItem item(RawItem issue, String id) {
        StringBuilder text =
                new StringBuilder(issue.text("description").orElse("").strip());
        for (String name : ORDER) {
            issue.text(name)
                    .filter(body -> !body.isBlank())
                    .ifPresent(body -> text.append(text.isEmpty() ? "" : "\n\n")
                            .append("## ")
                            .append(SECTIONS.get(name))
                            .append("\n\n")
                            .append(body.strip()));
        }
        List<String> links = issue.objects("dependencies").stream()
                .flatMap(each -> each.text("depends_on_id").stream())
                .toList();
        NewNote note = new NewNote(id, issue.text("title").orElse(id))
                .type(issue.text("issue_type"))
                .text(text.isEmpty() ? "" : text + "\n")
                .tags(issue.texts("labels").orElse(List.of()))
                .links(links)
                .times(issue.text("created_at"), issue.text("updated_at"));
        for (String name : List.of("id", "title", "description", "issue_type", "labels", "created_at", "updated_at")) {
            issue.remove(name);
        }
        ORDER.forEach(issue::remove);
        return note.item(CollectionFile.TOP, ExchangeFormat.BEADS, Optional.of(issue.toString()));
    }
}
