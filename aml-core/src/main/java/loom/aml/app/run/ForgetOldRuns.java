package loom.aml.app.run;

import java.io.IOException;
import loom.aml.app.OpenStore;
import loom.aml.config.GeneralSettings;
import loom.aml.run.RunRetention;
import loom.aml.store.log.LogFolder;

/** Deletes run records that are not needed for an undo, as they exceed the number that is kept. */
public final class ForgetOldRuns {
    private final OpenStore opened;

    public ForgetOldRuns(OpenStore opened) {
        this.opened = opened;
    }

    public void run() throws IOException {
        new RunRetention(LogFolder.of(opened.store().place()), opened.setting(GeneralSettings.RUNS_KEEP))
                .forgetLatest();
    }
}
