package loom.aml.run;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import loom.aml.io.DamagedException;
import loom.aml.io.Disk;
import loom.aml.store.Finding;
import loom.aml.store.log.Archive;
import loom.aml.store.log.Commit;
import loom.aml.store.log.LogFolder;
import loom.aml.store.log.RunRecord;

/** Verifies that the records of runs and their archives are unchanged since they were written. Changes nothing. */
final class RecordsCheck {
    private static final String ADVICE =
            "left unchanged; 'aml undo' restores the intact data, and snapshots from before the run may contain the rest";

    private final Disk disk;
    private final LogFolder logs;
    private final List<Finding> findings = new ArrayList<>();
    private int records;
    private int archives;

    RecordsCheck(Disk disk, LogFolder logs) {
        this.disk = disk;
        this.logs = logs;
    }

    /** Verifies all records. */
    RecordsCheck run() throws IOException {
        for (String run : logs.runs()) {
            try {
                record(logs.read(run));
            } catch (NoSuchFileException e) {
                // Deleted since the runs were listed.
            } catch (IOException e) {
                records++;
                add("run " + run, "its record cannot be read: " + e.getMessage());
            }
        }
        return this;
    }

    private void record(RunRecord run) throws IOException {
        records++;
        run.damage().ifPresent(what -> add("run " + run.run(), "its record was damaged: " + what));
        Archive archive = new Archive(logs, run.run());
        for (Commit commit : run.commits()) {
            if (commit.archive().isPresent()) {
                archives++;
                archive(archive, run, commit.archive().get());
            }
        }
    }

    private void archive(Archive archive, RunRecord run, Commit.Archived archived) {
        String where = "run " + run.run() + ", archive " + archived.name();
        try {
            archive.requireSound(archived);
            archive.requireSoundList(archived);
            if (archived.sum().isEmpty()) {
                readable(archive, archived.name());
            }
        } catch (DamagedException e) {
            add(where, e.what());
        } catch (NoSuchFileException e) {
            add(where, "is missing");
        } catch (IOException e) {
            add(where, "cannot be read: " + e.getMessage());
        }
    }

    /** Reads an archive of an earlier version. It has no checksums, so only damage to the compression is detected. */
    private static void readable(Archive archive, String name) throws IOException {
        if (Archive.isOfItems(name)) {
            archive.read(name, (_, _) -> {});
        } else if (!Archive.isOfTransformed(name)) {
            archive.content(name);
        }
    }

    private void add(String where, String what) {
        findings.add(Finding.of(Finding.Kind.DAMAGED, where, what, ADVICE));
    }

    int records() {
        return records;
    }

    int archives() {
        return archives;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }
}
