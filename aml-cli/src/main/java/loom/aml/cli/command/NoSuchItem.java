package loom.aml.cli.command;

import java.util.List;
import loom.aml.app.item.NoSuchItemException;
import loom.aml.cli.ErrorDocument;
import loom.aml.cli.ExitCode;
import loom.aml.cli.Session;
import loom.aml.io.Printable;
import loom.aml.store.Finding;

/** Reports that an item was not found, and which collections could not be searched for it. */
final class NoSuchItem {
    private NoSuchItem() {}

    /** Returns {@link ExitCode#PARTIAL} if the item may be in a collection that could not be read. */
    static ExitCode tell(Session session, NoSuchItemException e) {
        List<Finding> unread = e.unread();
        ExitCode code = unread.isEmpty() ? ExitCode.FAILED : ExitCode.PARTIAL;
        String what = Printable.of(e.getMessage() + (unread.isEmpty() ? "" : ", in what can be read of the store"));
        session.warn(what);
        session.printJson(ErrorDocument.of(code, what)
                .put("findings", unread.stream().map(Finding::toJson).toList())
                .build());
        session.show(unread);
        return code;
    }
}
