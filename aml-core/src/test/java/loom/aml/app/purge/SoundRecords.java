package loom.aml.app.purge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import loom.aml.TestStore;
import loom.aml.io.LocalDisk;
import loom.aml.store.log.Archive;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/** Checks that all records and archives match their seals and checksums. */
final class SoundRecords {
    private SoundRecords() {}

    static void require(TestStore store) throws IOException {
        LogFolder logs = new LogFolder(new LocalDisk(), store.root());
        for (RunRecord run : store.history()) {
            assertThat(run.damage()).as(run.run()).isEmpty();
            Archive archive = new Archive(logs, run.run());
            for (Commit commit : run.commits()) {
                if (commit.archive().isPresent()) {
                    archive.requireSound(commit.archive().get());
                    archive.requireSoundList(commit.archive().get());
                }
            }
        }
    }
}
