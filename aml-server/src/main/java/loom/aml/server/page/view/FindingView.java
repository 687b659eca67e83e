package loom.aml.server.page.view;

import java.util.List;
import loom.aml.json.JsonObject;

/** Something that a person should know. */
public record FindingView(boolean isProblem, String where, String what, String advice) {

    /** Converts the findings of a document. */
    public static List<FindingView> of(List<JsonObject> findings) {
        return findings.stream()
                .map(finding -> new FindingView(
                        finding.isTrue("problem"),
                        finding.string("where").orElse(""),
                        finding.string("what").orElse(""),
                        finding.string("advice").orElse("")))
                .toList();
    }
}
