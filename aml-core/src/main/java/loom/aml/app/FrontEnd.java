package loom.aml.app;

import java.io.IOException;
import java.util.List;
import loom.aml.store.Finding;

/** The caller of a use case. Answers its questions and receives messages that are not part of the result. */
public interface FrontEnd {
    /** Returns whether a user can be asked. */
    boolean canAsk();

    /** Asks the user whether items may be removed. */
    boolean confirm(Removals removals) throws IOException;

    /** Shows findings of monitoring, which accompanies the operation. */
    void show(List<Finding> findings);

    /** Reports that an accompanying step failed; the operation continues. */
    void warn(String what, IOException failure);

    /**
     * Called if notices about alerts are due. The store is still open and locked. A front end sends them with
     * {@link loom.aml.app.monitor.DeliverNotices} once it is closed, or leaves them to a later run or to a server.
     */
    void noticesAreDue();

    /** Describes a failure and what the user can do about it. */
    String inWords(Exception failure);
}
