package loom.aml.app;

import java.io.IOException;
import loom.aml.backup.Backup;
import loom.aml.config.Configuration;
import loom.aml.config.GeneralSettings;
import loom.aml.run.ClockCheck;
import loom.aml.store.ClockVerdict;

/** Judges the clock before ages are computed with it. */
public final class ClockJudgement {
    private ClockJudgement() {}

    /**
     * Judges the clock by the runs and the items of a store.
     *
     * @param isTrusted whether the user trusts the clock in any case
     */
    public static ClockVerdict of(OpenStore opened, boolean isTrusted) throws IOException {
        return isTrusted
                ? ClockVerdict.trusting(opened.now())
                : check(opened).judge(opened.store().place(), null, opened.store());
    }

    /** Judges the clock also by the snapshots. */
    public static ClockVerdict of(OpenStore opened, Backup backup, boolean isTrusted) throws IOException {
        return isTrusted
                ? ClockVerdict.trusting(opened.now())
                : check(opened).judge(opened.store().place(), backup, opened.store());
    }

    /** Judges the clock only by snapshots and runs, because the store may not exist. */
    public static ClockVerdict of(Backup backup, Configuration configuration, boolean isTrusted) throws IOException {
        return isTrusted
                ? ClockVerdict.trusting(backup.store().options().clock().instant())
                : new ClockCheck(configuration.get(GeneralSettings.CLOCK_LEAP)).judge(backup.store(), backup, null);
    }

    private static ClockCheck check(OpenStore opened) {
        return new ClockCheck(opened.setting(GeneralSettings.CLOCK_LEAP));
    }
}
