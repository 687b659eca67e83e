package loom.aml.app;

import java.io.IOException;
import java.util.List;
import loom.aml.store.Finding;

/** Whoever calls a use case: answers its questions, and is told what is not part of the result. */
public interface FrontEnd {
    /** Whether there is a person who can be asked. */
    boolean canAsk();

    /** Asks a person whether items may be removed. */
    boolean confirm(Removals removals) throws IOException;

    /** Reports what was found while monitoring, beside the operation itself. */
    void show(List<Finding> findings);

    /** Reports that something beside the operation failed; the operation goes on. */
    void warn(String what, IOException failure);

    /** Describes a failure so that a person can do something about it. */
    String inWords(Exception failure);
}
