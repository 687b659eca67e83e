package loom.aml.app.host;

import java.io.IOException;
import java.util.List;
import loom.aml.app.FrontEnd;
import loom.aml.app.Removals;
import loom.aml.store.Finding;

/** A front end without a user. */
public final class SilentFrontEnd implements FrontEnd {
    @Override
    public boolean canAsk() {
        return false;
    }

    @Override
    public boolean confirm(Removals removals) {
        return false;
    }

    @Override
    public void show(List<Finding> findings) {
        // Nobody looks.
    }

    @Override
    public void warn(String what, IOException failure) {
        throw new AssertionError(what, failure);
    }

    @Override
    public void noticesAreDue() {
        // They are left to another process.
    }

    @Override
    public String inWords(Exception failure) {
        return String.valueOf(failure.getMessage());
    }
}
