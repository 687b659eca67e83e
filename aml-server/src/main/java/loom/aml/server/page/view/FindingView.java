package loom.aml.server.page.view;

import java.util.List;
import loom.aml.json.JsonObject;
import loom.aml.store.Finding;

/** Something that a person should know. */
public record FindingView(boolean isProblem, String where, String what, String advice) {

    public static List<FindingView> of(List<Finding> findings) {
        return findings.stream()
                .distinct()
                .map(finding -> new FindingView(finding.isProblem(), finding.where(), finding.what(), finding.advice()))
                .toList();
    }

    /** Converts the findings of a document. */
    public static List<FindingView> ofDocument(List<JsonObject> findings) {
        return findings.stream()
                .map(finding -> new FindingView(
                        finding.isTrue("problem"),
                        finding.string("where").orElse(""),
                        finding.string("what").orElse(""),
                        finding.string("advice").orElse("")))
                .toList();
    }
}
