package loom.aml.cli.command;

import java.util.List;
import loom.aml.cli.ErrorDocument;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.recall.Lookup;
import loom.aml.store.Finding;

/** Says that an item was not found, and what of the store could not be looked at for it. */
final class NoSuchItem {
    private NoSuchItem() {}

    /**
     * @param sought what was looked for, behind {@code no item has}
     * @return {@link ExitCode#PARTIAL} where the item may lie in what could not be read
     */
    static ExitCode tell(Session session, Lookup lookup, String sought) {
        List<Finding> findings = lookup.findings();
        ExitCode code = findings.isEmpty() ? ExitCode.FAILED : ExitCode.PARTIAL;
        String what = "no item has " + sought + (findings.isEmpty() ? "" : ", in what can be read of the store");
        session.warn(what);
        session.printJson(ErrorDocument.of(code, what)
                .put("findings", findings.stream().map(Finding::toJson).toList())
                .build());
        session.show(findings);
        return code;
    }
}
